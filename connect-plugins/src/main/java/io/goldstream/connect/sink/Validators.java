package io.goldstream.connect.sink;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What an option's text may be. */
final class Validators {

    /**
     * Names become folders; a name that climbs out of its folder would share another connector's checkpoint, as would one
     * that differs in a dot at its end only, where the storage cuts that off.
     */
    private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,198}[A-Za-z0-9_-])?");

    private Validators() {}

    static Validator oneOf(Class<? extends Enum<?>> constants) {
        return ConfigDef.CaseInsensitiveValidString.in(Arrays.stream(constants.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }

    static <E extends Enum<E>> E constant(Class<E> constants, String name) {
        return Enum.valueOf(constants, name.toUpperCase(Locale.ROOT));
    }

    static Validator check(String what, Consumer<String> parse) {
        return ConfigDef.LambdaValidator.with(
                (option, value) -> {
                    if (value == null) {
                        // A required option that is missing: ConfigDef has said so already.
                        return;
                    }
                    try {
                        parse.accept((String) value);
                    } catch (IllegalArgumentException e) {
                        // Not the value: a root may hold a signature. A placeholder in it is no secret.
                        String unfilled = AzureOptions.UNFILLED
                                .matcher((String) value)
                                .results()
                                .map(placeholder -> "; no config provider has replaced " + placeholder.group())
                                .collect(Collectors.joining());
                        throw new ConfigException("option " + option + ": " + e.getMessage() + unfilled);
                    }
                },
                () -> what);
    }

    static void folderName(String name) {
        if (!FOLDER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "manifests are kept in a folder of this name: use letters, digits, dots, _ and - only, 200 at most,"
                            + " no dot at its ends and no - at its beginning");
        }
    }

    static Validator duration(Duration least, Duration most) {
        return duration(
                "an ISO-8601 duration between " + least + " and " + most,
                duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
    }

    static Validator durationOrZero(Duration least, Duration most) {
        return duration(
                "PT0S, or an ISO-8601 duration between " + least + " and " + most,
                duration -> duration.isZero() || (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0));
    }

    /** @param word that is no duration, and allowed, in any case */
    static Validator durationOr(String word, Duration least, Duration most) {
        return duration(
                word + ", or an ISO-8601 duration between " + least + " and " + most,
                word::equalsIgnoreCase,
                duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
    }

    private static Validator duration(String what, Predicate<Duration> fits) {
        return duration(what, text -> false, fits);
    }

    private static Validator duration(String what, Predicate<String> isAllowed, Predicate<Duration> fits) {
        return check(what, text -> {
            if (isAllowed.test(text)) {
                return;
            }
            try {
                if (fits.test(Duration.parse(text))) {
                    return;
                }
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("is not " + what + ", such as PT30S", e);
            }
            throw new IllegalArgumentException("is not " + what);
        });
    }
}
