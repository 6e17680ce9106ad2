package io.goldstream.cli.load;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.EventType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of events of one type, a JSON object a line; gzip-compressed or not.
 *
 * @param path where it is
 * @param type what its events are
 */
public record EventFile(Path path, EventType type) {

    /** A file of the type that its name holds as a word, such as {@code listen_events.ndjson.gz} or {@code listen-2.ndjson}. */
    public static EventFile byName(Path path) {
        return new EventFile(
                path,
                typeIn(path.getFileName().toString())
                        .orElseThrow(() -> new CommandFailure("cannot tell the type of events from the name of " + path
                                + ": name it with --type, one of " + ids())));
    }

    /** The types' names, for messages. */
    public static String ids() {
        return Arrays.stream(EventType.values()).map(EventType::id).collect(Collectors.joining(", "));
    }

    private static Optional<EventType> typeIn(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<EventType> named = Arrays.stream(EventType.values())
                .filter(type -> Pattern.compile("(?<![a-z])" + type.id() + "s?(?![a-z])")
                        .matcher(lower)
                        .find())
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
