package io.goldstream.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** The size is within bounds, both inclusive. */
@Documented
@Constraint(validatedBy = Bytes.Validator.class)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Bytes {

    long min() default 1;

    /** What an array can hold, unless a setting bounds the sum of several. */
    long max() default Integer.MAX_VALUE;

    String message() default "has to be {min} to {max} bytes, but is {bytes}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check. */
    final class Validator implements ConstraintValidator<Bytes, MemorySize> {
        private BigInteger min = BigInteger.ZERO;
        private BigInteger max = BigInteger.ZERO;

        @Override
        public void initialize(Bytes constraint) {
            min = BigInteger.valueOf(constraint.min());
            max = BigInteger.valueOf(constraint.max());
        }

        @Override
        public boolean isValid(MemorySize size, ConstraintValidatorContext context) {
            context.unwrap(HibernateConstraintValidatorContext.class).addMessageParameter("bytes", size.asBigInteger());
            return size.asBigInteger().compareTo(min) >= 0
                    && size.asBigInteger().compareTo(max) <= 0;
        }
    }
}
