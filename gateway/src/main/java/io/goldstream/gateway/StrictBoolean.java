package io.goldstream.gateway;

import jakarta.annotation.Priority;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads every setting that is on or off. SmallRye's own converter reads all that it does not know as off: a misspelt {@code true}
 * would turn off the edge, the refinery or OIDC without a word.
 */
@Priority(200) // before SmallRye's, which has 1
public final class StrictBoolean implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    private static final Set<String> ON = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> OFF = Set.of("false", "f", "no", "n", "off", "0");

    @Override
    public Boolean convert(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            return null; // as for every other type: not set
        }
        if (ON.contains(word)) {
            return true;
        }
        if (OFF.contains(word)) {
            return false;
        }
        throw new IllegalArgumentException("it must be true or false");
    }
}
