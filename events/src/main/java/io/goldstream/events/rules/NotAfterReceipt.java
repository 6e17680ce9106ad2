package io.goldstream.events.rules;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;

/**
 * The instant is at most so many minutes after the platform received the event. The validator's clock tells when that
 * was: validate with a {@link jakarta.validation.ClockProvider} that is fixed at {@code received_at}. Null is valid.
 */
@Documented
@Constraint(validatedBy = NotAfterReceipt.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NotAfterReceipt {
    /** How far a producer's clock may run ahead. */
    int minutes();

    String message();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check. */
    final class Validator implements ConstraintValidator<NotAfterReceipt, Instant> {
        private Duration tolerance = Duration.ZERO;

        @Override
        public void initialize(NotAfterReceipt constraint) {
            tolerance = Duration.ofMinutes(constraint.minutes());
        }

        @Override
        public boolean isValid(Instant value, ConstraintValidatorContext context) {
            return value == null
                    || !value.isAfter(
                            context.getClockProvider().getClock().instant().plus(tolerance));
        }
    }
}
