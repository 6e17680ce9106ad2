package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.gateway.Await;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stand-in for one instance does what a real one does only now and then: it starts anew between the two rebalances that move partitions. */
class UnassignedPartitionsIT {

    private static final String GROUP = RefineryProtocol.GROUP;
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDSTREAM_REFINERY_SESSION_TIMEOUT", "6s",
            "GOLDSTREAM_REFINERY_TRANSACTION_TIMEOUT", "8s");
    private static final List<String> TOPICS =
            Tables.of(Layer.RAW).stream().map(Table::topic).toList();
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final KafkaBroker BROKER = new KafkaBroker();

    private static String bootstrap;
    private static Admin admin;

    @BeforeAll
    static void start() {
        bootstrap = BROKER.start();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    @AfterAll
    static void stop() {
        admin.close();
        BROKER.stop();
    }

    @Test
    void partitionsThatNobodyGotAreAssignedAnew() throws Exception {
        try (RawLedger ledger = new RawLedger(bootstrap);
                KafkaConsumer<byte[], byte[]> ended = member("second")) {
            ledger.produce(2_000);
            ended.subscribe(TOPICS, new EndsWhenItGivesUp());
            await("it has all", () -> {
                ended.poll(Duration.ofMillis(100));
                return ended.assignment().size() == 8;
            });
            try (GatewayProcess third = GatewayProcess.refinery("third-of-all", bootstrap, SETTINGS)) {
                await("it runs", () -> third.health("live") == 200);
                assertThatThrownBy(() -> await("it gives some up", () -> {
                            ended.poll(Duration.ofMillis(100));
                            return false;
                        }))
                        .isInstanceOf(KafkaException.class)
                        .hasRootCauseMessage("the session ends");
                ended.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));

                try (Running _ = new Running(member("second"))) {
                    await("four belong to nobody", () -> assigned().equals(List.of(0, 4)));
                    await("the other says so", () -> third.metric("goldstream_refinery_unassigned") == 4);
                    await("and counts what nobody refines", () -> third.metric("goldstream_refinery_lag") > 0);
                    await("they belong to the other", () -> assigned().equals(List.of(4, 4)));
                }
                await("it has all", () -> assigned().equals(List.of(8)));
                ledger.awaitExactlyOnce();
                await(
                        "nothing is left",
                        () -> third.metric("goldstream_refinery_unassigned") == 0
                                && third.metric("goldstream_refinery_lag") == 0);
                assertThat(third.metric("goldstream_refinery_rebalances_total")).isEqualTo(1);
                third.stop();
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> member(String instance) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        instance,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        List.of(CooperativeStickyAssignor.class),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A session that ends once it is told to give partitions up. */
    private static final class EndsWhenItGivesUp implements ConsumerRebalanceListener {
        private boolean hasEnded;

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // They are its own.
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!hasEnded) {
                hasEnded = true;
                throw new IllegalStateException("the session ends");
            }
        }
    }

    /** A member that polls until it is closed, and then leaves the group. */
    private static final class Running implements AutoCloseable {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();

        Running(KafkaConsumer<byte[], byte[]> member) {
            thread.execute(() -> {
                member.subscribe(TOPICS);
                while (!isOver.get()) {
                    member.poll(Duration.ofMillis(100));
                }
                member.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            });
        }

        @Override
        public void close() {
            isOver.set(true);
            thread.close();
        }
    }

    /** How many partitions each member of the group has, the fewest first; nothing while they are being assigned. */
    private static List<Integer> assigned() throws Exception {
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        if (group.groupState() != GroupState.STABLE) {
            return List.of();
        }
        return group.members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .sorted()
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, LIMIT, condition);
    }
}
