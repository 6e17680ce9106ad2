package io.goldstream.cli.reprocess;

import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/** The topics of a generation. */
public final class GenerationTopics {

    private GenerationTopics() {}

    /**
     * Makes what of a generation's topics is missing, each as the one in use is: its partitions, replicas and own settings.
     *
     * @param client what a client is configured with
     */
    public static void createLike(Map<String, Object> client, Generation used, Generation generation)
            throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            Set<String> there = admin.listTopics().names().get();
            List<Table> missing = Tables.all().stream()
                    .filter(table -> table.layer() != Layer.RAW && !there.contains(generation.topic(table)))
                    .toList();
            Map<String, TopicDescription> models = admin.describeTopics(
                            missing.stream().map(used::topic).toList())
                    .allTopicNames()
                    .get();
            List<NewTopic> topics = new ArrayList<>();
            for (Table table : missing) {
                TopicDescription model = models.get(used.topic(table));
                topics.add(
                        new NewTopic(generation.topic(table), model.partitions().size(), (short)
                                        model.partitions().getFirst().replicas().size())
                                .configs(settings(admin, used.topic(table))));
            }
            admin.createTopics(topics).all().get();
        } catch (ExecutionException failed) {
            throw Offsets.unanswered("create the topics", failed.getCause());
        }
    }

    private static Map<String, String> settings(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        Map<String, String> own = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                own.put(entry.name(), entry.value());
            }
        }
        return own;
    }
}
