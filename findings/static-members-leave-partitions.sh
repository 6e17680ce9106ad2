#!/usr/bin/env bash
# Kafka 4.3.1 (clients and broker): with static members and the cooperative assignor, partitions can stay without a consumer
# while the group is stable and all its members poll. A member that has to give partitions up asks for a second rebalance, in
# which others get them. If it restarts in between, it gets what it kept, without a rebalance, and nobody asks for the second one.
#
# Source: org.apache.kafka.coordinator.group.GroupMetadataManager, updateStaticMemberThenRebalanceOrCompleteJoin ("Static member
# which joins during Stable stage and doesn't affect the selected protocol will not trigger a rebalance"), and
# org.apache.kafka.clients.consumer.internals.ConsumerCoordinator, onJoinComplete, which asks for the second rebalance.
#
# Seen with 4.3.1 on Java 25:
#   after 15 s: Stable, a has 2 and b has 0 of 4 partitions
#   after enforceRebalance: Stable, a has 2 and b has 2 of 4 partitions
#
# It needs a JDK 17 or newer and Maven. It fails if Kafka behaves differently.
set -euo pipefail

folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || kill "$broker"; rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>static-members-leave-partitions</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
  </dependencies>
</project>
POM
mvn -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory="$folder/lib"

cat > "$folder/Members.java" <<'JAVA'
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;

public class Members {
    static final String BROKER = "127.0.0.1:19871";
    static Admin admin;

    public static void main(String[] args) throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", BROKER));
        admin.createTopics(List.of(new NewTopic("topic", 4, (short) 1))).all().get();
        KafkaConsumer<byte[], byte[]> a = member("a");
        a.subscribe(List.of("topic"), new ConsumerRebalanceListener() {
            boolean hasEnded;

            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                if (!hasEnded) {
                    hasEnded = true;
                    throw new IllegalStateException("a restarts now");
                }
            }
        });
        while (a.assignment().size() < 4) {
            a.poll(Duration.ofMillis(100));
        }
        KafkaConsumer<byte[], byte[]> b = member("b");
        b.subscribe(List.of("topic"));
        try {
            while (true) {
                a.poll(Duration.ofMillis(50));
                b.poll(Duration.ofMillis(50));
            }
        } catch (Exception restarts) {
            a.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        }
        KafkaConsumer<byte[], byte[]> again = member("a");
        again.subscribe(List.of("topic"));
        poll(again, b);
        System.out.println("after 15 s: " + group());
        b.enforceRebalance();
        poll(again, b);
        System.out.println("after enforceRebalance: " + group());
        System.exit(0);
    }

    static void poll(KafkaConsumer<byte[], byte[]> a, KafkaConsumer<byte[], byte[]> b) {
        for (long end = System.nanoTime() + 15_000_000_000L; System.nanoTime() < end; ) {
            a.poll(Duration.ofMillis(50));
            b.poll(Duration.ofMillis(50));
        }
    }

    static String group() throws Exception {
        ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("group")).all().get().get("group");
        Map<String, Integer> partitions = new TreeMap<>();
        group.members().forEach(member -> partitions.put(
                member.groupInstanceId().get(), member.assignment().topicPartitions().size()));
        return group.groupState() + ", a has " + partitions.get("a") + " and b has " + partitions.get("b") + " of 4 partitions";
    }

    static KafkaConsumer<byte[], byte[]> member(String name) {
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers", BROKER,
                "group.id", "group",
                "group.instance.id", name,
                "partition.assignment.strategy", CooperativeStickyAssignor.class.getName(),
                "key.deserializer", bytes,
                "value.deserializer", bytes));
    }
}
JAVA

cat > "$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:19871,CONTROLLER://127.0.0.1:19872
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:19872
log.dirs=$folder/data
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
PROPERTIES
java -cp "$folder/lib/*" kafka.tools.StorageTool format --standalone -t findingsAAAAAAAAAAAAAA -c "$folder/server.properties" \
  > "$folder/format.log" 2>&1
java -Xmx384m -cp "$folder/lib/*" kafka.Kafka "$folder/server.properties" > "$folder/kafka.log" 2>&1 &
broker=$!

java -cp "$folder/lib/*" "$folder/Members.java" 2> /dev/null | tee "$folder/seen"
grep -q "^after 15 s: Stable, a has 2 and b has 0 of 4" "$folder/seen"
grep -q "^after enforceRebalance: Stable, a has 2 and b has 2 of 4" "$folder/seen"
