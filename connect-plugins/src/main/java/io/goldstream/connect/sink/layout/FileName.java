package io.goldstream.connect.sink.layout;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Names of data files: {@code <topic>-<partition>-<firstOffset>-<owner8>-<n>.<extension>}, unique by owner and n. */
public final class FileName {

    private static final int OWNER_DIGITS = 8;

    private static final Pattern BEHIND_PARTITION =
            Pattern.compile("(\\d+)-[0-9a-f]{" + OWNER_DIGITS + "}-\\d+\\.[^/]*");

    private FileName() {}

    /**
     * @param owner the checkpoint's owner, of which the first 8 digits are used
     * @param n counts the owner's files
     * @param extension with its dot
     */
    public static String of(TopicPartition partition, long firstOffset, String owner, long n, String extension) {
        return partition.topic() + "-" + partition.partition() + "-" + firstOffset + "-" + shortened(owner) + "-" + n
                + extension;
    }

    /** Which paths are files of that partition by any owner but this one. */
    public static Pattern ofOtherOwners(TopicPartition partition, String owner) {
        return Pattern.compile("(?:.*/)?" + Pattern.quote(partition.topic() + "-" + partition.partition()) + "-\\d+-(?!"
                + shortened(owner) + ")[0-9a-f]{" + OWNER_DIGITS + "}-\\d+\\.[^/]*");
    }

    /** The first offset that a file's name tells; empty for a path that is no file of that partition. */
    public static OptionalLong firstOffset(String path, TopicPartition partition) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String prefix = partition.topic() + "-" + partition.partition() + "-";
        if (!name.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        Matcher rest = BEHIND_PARTITION.matcher(name.substring(prefix.length()));
        return rest.matches() ? OptionalLong.of(Long.parseLong(rest.group(1))) : OptionalLong.empty();
    }

    private static String shortened(String owner) {
        return owner.substring(0, OWNER_DIGITS);
    }
}
