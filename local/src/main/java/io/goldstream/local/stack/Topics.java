package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of every table, and the one of replays. */
public final class Topics {

    private static final int PARTITIONS = 3;
    private static final short REPLICAS = 1;
    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 100;

    private final String bootstrapServers;

    Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Creates what of a generation's topics is missing, raw's and that of replays too, and leaves what is there. */
    void create(Generation generation) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = Stream.concat(
                            Tables.all().stream().map(table -> topic(table, generation)), Stream.of(replays()))
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            create(admin, missing);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new CommandFailure(
                        "Kafka did not create the topics: " + failed.getCause().getMessage(), failed);
            }
        }
    }

    /**
     * Creates topics, and returns once every partition's leader answers. A broker says that it leads a partition a little before
     * it does. An idempotent producer that is told to try again just then can have its second batch taken first, and its first
     * one refused until it expires.
     */
    public static void create(Admin admin, Collection<NewTopic> topics)
            throws InterruptedException, ExecutionException {
        admin.createTopics(topics).all().get();
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                beginnings.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        for (int i = 0; ; i++) {
            try {
                admin.listOffsets(beginnings).all().get();
                return;
            } catch (ExecutionException notYet) {
                if (!(notYet.getCause() instanceof RetriableException) || i == TRIES) {
                    throw notYet;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /**
     * All take their time from the broker: in raw, duplicates are told by it, and files are filed under it; in the others no
     * row is older than its writing, whatever its raw record's time is.
     */
    private NewTopic topic(Table table, Generation generation) {
        return new NewTopic(generation.topic(table), PARTITIONS, REPLICAS)
                .configs(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(RecordSizes.of(table.layer())),
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1"));
    }

    private static NewTopic replays() {
        return new NewTopic(Tables.REPLAYED, 1, REPLICAS)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }
}
