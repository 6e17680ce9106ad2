package io.goldstream.connect.sink.layout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * What the name of a data file tells: {@code <topic>-<partition>-<firstOffset>-<history>-<epoch>-<n>.<extension>}, unique by
 * its author and n.
 *
 * @param firstOffset the smallest offset in the file
 * @param author who wrote it
 */
public record FileName(long firstOffset, Author author) {

    private static final String HISTORY = "[0-9a-f]{8}";

    private static final Pattern BEHIND_PARTITION = Pattern.compile("(\\d+)-(" + HISTORY + ")-(\\d+)-\\d+\\.[^/]*");

    /**
     * @param n counts the author's files
     * @param extension with its dot
     */
    public static String of(TopicPartition partition, long firstOffset, Author author, long n, String extension) {
        return prefix(partition) + firstOffset + "-" + author + "-" + n + extension;
    }

    /** Which paths are files of that partition by any author but this one. */
    public static Pattern ofOtherAuthors(TopicPartition partition, Author author) {
        return Pattern.compile("(?:.*/)?" + Pattern.quote(prefix(partition)) + "\\d+-(?!" + author + "-)" + HISTORY
                + "-\\d+-\\d+\\.[^/]*");
    }

    /** What a path's name tells; empty for a path that is no file of that partition. */
    public static Optional<FileName> parse(String path, TopicPartition partition) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String prefix = prefix(partition);
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        Matcher rest = BEHIND_PARTITION.matcher(name.substring(prefix.length()));
        return rest.matches()
                ? Optional.of(new FileName(
                        Long.parseLong(rest.group(1)), new Author(rest.group(2), Long.parseLong(rest.group(3)))))
                : Optional.empty();
    }

    /** A file whose name begins with _ or a dot, as topics' names may, would be passed over by readers. */
    private static String prefix(TopicPartition partition) {
        return HiveName.visible(partition.topic()) + "-" + partition.partition() + "-";
    }
}
