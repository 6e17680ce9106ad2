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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The instant is not before the start of a UTC date. Null is valid. */
@Documented
@Constraint(validatedBy = NotBefore.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NotBefore {
    /** The date, as {@code yyyy-MM-dd}. */
    String value();

    String message();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check. */
    final class Validator implements ConstraintValidator<NotBefore, Instant> {
        private Instant first = Instant.MIN;

        @Override
        public void initialize(NotBefore constraint) {
            first = LocalDate.parse(constraint.value())
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }

        @Override
        public boolean isValid(Instant value, ConstraintValidatorContext context) {
            return value == null || !value.isBefore(first);
        }
    }
}
