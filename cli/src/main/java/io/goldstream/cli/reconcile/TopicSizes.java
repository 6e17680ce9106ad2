package io.goldstream.cli.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * What a topic weighs on the disks of its brokers.
 *
 * @param offsets from its partitions' beginnings to their ends: records, and the marker of each transaction
 * @param bytes of its segments, compressed as they are, each replica counted
 */
public record TopicSizes(String topic, long offsets, long bytes) {

    private static final int ANSWER_MILLIS = 15_000;

    /**
     * Of topics that exist, in the order of their names.
     *
     * @param client what a client is configured with
     */
    public static List<TopicSizes> of(Map<String, Object> client, Collection<String> topics)
            throws InterruptedException {
        Map<String, Object> patient = new HashMap<>(client);
        patient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        try (Admin admin = Admin.create(patient)) {
            Map<String, TopicDescription> described =
                    new TreeMap<>(admin.describeTopics(topics).allTopicNames().get());
            Map<String, Long> bytes = bytes(admin);
            List<TopicSizes> sizes = new ArrayList<>();
            for (TopicDescription topic : described.values()) {
                List<TopicPartition> partitions = topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                        .toList();
                long offsets =
                        sum(admin, partitions, OffsetSpec.latest()) - sum(admin, partitions, OffsetSpec.earliest());
                sizes.add(new TopicSizes(topic.name(), offsets, bytes.getOrDefault(topic.name(), 0L)));
            }
            return sizes;
        } catch (ExecutionException failed) {
            throw Offsets.unanswered("tell the sizes of its topics", failed.getCause());
        }
    }

    private static Map<String, Long> bytes(Admin admin) throws ExecutionException, InterruptedException {
        List<Integer> brokers =
                admin.describeCluster().nodes().get().stream().map(Node::id).toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .collect(Collectors.groupingBy(
                        replica -> replica.getKey().topic(),
                        Collectors.summingLong(replica -> replica.getValue().size())));
    }

    private static long sum(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which)))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
