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

/**
 * The text has at most so many characters: Unicode code points, as JSON Schema counts them, unlike {@link
 * jakarta.validation.constraints.Size}. It is the text as it was sent that counts, before any repair. Null is valid.
 */
@Documented
@Constraint(validatedBy = AtMost.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface AtMost {
    int characters();

    String message();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check. */
    final class Validator implements ConstraintValidator<AtMost, String> {
        private int characters = Integer.MAX_VALUE;

        @Override
        public void initialize(AtMost constraint) {
            characters = constraint.characters();
        }

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || isKept(value, characters);
        }

        /** Whether a text has at most so many characters. Those of a text that is much too long are not counted. */
        public static boolean isKept(String text, int characters) {
            return text.length() <= characters
                    || text.length() <= 2L * characters && text.codePointCount(0, text.length()) <= characters;
        }
    }
}
