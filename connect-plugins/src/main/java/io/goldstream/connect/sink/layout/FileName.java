package io.goldstream.connect.sink.layout;

import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Names of data files: {@code <topic>-<partition>-<firstOffset>-<owner8>-<n>.<extension>}, unique by owner and n. */
public final class FileName {

    private static final int OWNER_DIGITS = 8;

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

    private static String shortened(String owner) {
        return owner.substring(0, OWNER_DIGITS);
    }
}
