package io.goldstream.events.rules;

import io.goldstream.events.AuthAttempt;
import io.goldstream.events.Event;
import io.goldstream.events.Field;
import io.goldstream.events.repair.Repairs;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The event names its user, always or under a condition. The violation is reported on {@code userId}. */
@Documented
@Constraint(validatedBy = RequiresUser.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresUser {
    /** The login state of a user who is logged in. */
    String LOGGED_IN = "Logged In";

    When when();

    String message();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** When the user must be named. */
    enum When {
        ALWAYS,
        /** Where {@code auth} is {@link RequiresUser#LOGGED_IN}. */
        LOGGED_IN,
        /** Where {@code success} is true. */
        SUCCESSFUL;

        /** Whether an event with these values names its user, or need not. */
        public boolean isKept(String userId, String auth, boolean success) {
            if (userId != null && !Repairs.isBlank(userId)) {
                return true;
            }
            return switch (this) {
                case ALWAYS -> false;
                case LOGGED_IN -> !RequiresUser.LOGGED_IN.equals(auth);
                case SUCCESSFUL -> !success;
            };
        }
    }

    /** The check. */
    final class Validator implements ConstraintValidator<RequiresUser, Event> {
        private When when = When.ALWAYS;

        @Override
        public void initialize(RequiresUser constraint) {
            when = constraint.when();
        }

        @Override
        public boolean isValid(Event event, ConstraintValidatorContext context) {
            if (event == null || event.common() == null) {
                return true;
            }
            boolean success = event instanceof AuthAttempt attempt && Boolean.TRUE.equals(attempt.success());
            if (when.isKept(event.common().userId(), event.common().auth(), success)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode(Field.USER_ID.jsonName())
                    .addConstraintViolation();
            return false;
        }
    }
}
