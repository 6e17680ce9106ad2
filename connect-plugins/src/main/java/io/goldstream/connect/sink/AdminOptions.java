package io.goldstream.connect.sink;

import io.goldstream.connect.sink.land.TopicIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The optional way to the cluster's own word on its topics. */
final class AdminOptions {

    private static final String PREFIX = "admin.";

    /** Connect's, for the client of the dead-letter queue. */
    private static final String CONNECTS_OWN = "override.";

    /** The cluster that the topics are in; empty for no check. */
    static final String BOOTSTRAP_SERVERS = PREFIX + "bootstrap.servers";

    private static final String SERVER = "([^,:/\\s]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}";
    private static final int GREATEST_PORT = 65_535;
    private static final Pattern SERVERS = Pattern.compile(SERVER + "(\\s*,\\s*" + SERVER + ")*");

    private AdminOptions() {}

    static void define(ConfigDef definition, String group) {
        definition.define(
                BOOTSTRAP_SERVERS,
                Type.STRING,
                "",
                Validators.check("HOST:PORT,... or empty", AdminOptions::check),
                Importance.MEDIUM,
                "The Kafka brokers of the sink's topics, as HOST:PORT,HOST:PORT. With it, a task asks "
                        + "for a topic's id when it opens a partition and before each commit, and keeps it in the "
                        + "manifest. If the topic was deleted and created again, the task fails, even if the new "
                        + "topic is already longer than what is landed. Empty for no check: then the sink skips the "
                        + "first records of such a longer topic. The client needs the right to describe the topics. "
                        + "Its other settings begin with admin., too, such as admin.security.protocol; an empty one "
                        + "is left out.",
                group,
                0,
                Width.LONG,
                "Cluster");
    }

    private static void check(String servers) {
        if (servers.isEmpty()) {
            return;
        }
        boolean isList = SERVERS.matcher(servers).matches()
                && Stream.of(servers.split(","))
                        .map(server ->
                                server.substring(server.lastIndexOf(':') + 1).strip())
                        .allMatch(port -> Integer.parseInt(port) <= GREATEST_PORT);
        if (!isList) {
            throw new IllegalArgumentException("is no list of HOST:PORT, such as kafka-1:9092,kafka-2:9092");
        }
    }

    /** To be closed. */
    static TopicIds topicIds(SinkOptions options) {
        return isSet(options) ? admin(options) : TopicIds.UNKNOWN;
    }

    /** To be closed. */
    static OffsetChange.TopicSizes topicSizes(SinkOptions options) {
        return isSet(options) ? admin(options) : OffsetChange.TopicSizes.UNKNOWN;
    }

    private static boolean isSet(SinkOptions options) {
        return !options.getString(BOOTSTRAP_SERVERS).isEmpty();
    }

    private static AdminTopicIds admin(SinkOptions options) {
        Map<String, Object> settings = options.originalsWithPrefix(PREFIX);
        settings.keySet().removeIf(name -> name.startsWith(CONNECTS_OWN));
        settings.values().removeIf(value -> value instanceof String text && text.isBlank());
        return new AdminTopicIds(settings);
    }

    /** What no config provider filled in, so that a client would fail with a message of its own. */
    static Map<String, String> conflicts(Map<String, String> properties) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        properties.forEach((option, value) -> {
            boolean isOurs = option.startsWith(PREFIX) && !option.startsWith(PREFIX + CONNECTS_OWN);
            if (isOurs
                    && !option.equals(BOOTSTRAP_SERVERS)
                    && value != null
                    && AzureOptions.UNFILLED.matcher(value).matches()) {
                conflicts.put(
                        option,
                        "is " + value
                                + ", which no config provider has replaced: set the variable that it names. If the"
                                + " client needs no such setting, set it to an empty text");
            }
        });
        return conflicts;
    }
}
