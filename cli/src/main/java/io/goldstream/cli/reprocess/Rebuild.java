package io.goldstream.cli.reprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.cli.reconcile.Reconciliation;
import io.goldstream.cli.reconcile.TopicCount;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import io.goldstream.trino.compare.Comparison;
import io.goldstream.trino.compare.Generations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * A generation beside the one in use: refines all of raw into it, has it landed, compares the two, and puts it to use. Each
 * step can be repeated after any failure, because what is refined is what the generation's consumer group has passed: its
 * offsets move in the transactions that hold the rows.
 */
public final class Rebuild {

    private static final Table QUARANTINE = Tables.of(Layer.QUARANTINE).getFirst();
    private static final List<String> RAW =
            Tables.of(Layer.RAW).stream().map(Table::topic).toList();

    private final Installation installation;
    private final Generation used;
    private final Settings tables;
    private final Offsets offsets;
    private final Connection connection;
    private final Consumer<String> progress;

    /** Where raw is read from. */
    public enum Source {
        /** The raw topics. */
        TOPICS,
        /** The landed files, and from where they end, the topics. */
        FILES
    }

    /**
     * A generation that stands beside the one in use.
     *
     * @param marks the last raw record of each partition that was looked at
     */
    public record Made(Comparison comparison, Map<TopicPartition, Long> marks) {}

    /**
     * @param used the generation in use
     * @param tables what the lake's tables are declared with
     * @param progress told what is done, in a few words
     */
    public Rebuild(
            Installation installation,
            Generation used,
            Settings tables,
            Offsets offsets,
            Connection connection,
            Consumer<String> progress) {
        this.installation = installation;
        this.used = used;
        this.tables = tables;
        this.offsets = offsets;
        this.connection = connection;
        this.progress = progress;
    }

    /** The newest generation that was begun; the one in use if there is none after it. */
    public Generation newest() {
        String prefix = QUARANTINE.topic() + "_g";
        OptionalInt newest = offsets.topics().stream()
                .filter(topic -> topic.startsWith(prefix))
                .mapToInt(topic -> Integer.parseInt(topic.substring(prefix.length())))
                .max();
        return new Generation(Math.max(used.number(), newest.orElse(used.number())));
    }

    /** Whether a generation was begun. */
    public boolean exists(Generation generation) {
        return offsets.topics().contains(generation.topic(QUARANTINE));
    }

    /**
     * Begins a generation or goes on with it, until it holds all that was in raw when this was called, and compares it with the
     * one in use up to there.
     *
     * @param limit how long refinery and sinks may take
     * @throws CommandFailure where it is in use, or does not have every raw record exactly once
     */
    public Made make(Generation generation, Source source, Duration limit)
            throws IOException, InterruptedException, SQLException, LakeException {
        if (generation.equals(used)) {
            throw new CommandFailure("generation " + used.number()
                    + " is in use, and nothing is rewritten in place: choose another with --generation");
        }
        progress.accept("making topics, folders and sinks of generation " + generation.number());
        installation.equip(generation);
        Map<TopicPartition, Long> marks = offsets.lastRecords(RAW);
        refine(generation, source, marks);
        Instant deadline = Instant.now().plus(limit);
        Landing landing = new Landing(offsets);
        for (Generation each : List.of(generation, used)) {
            progress.accept("waiting until generation " + each.number() + " has landed");
            landing.awaitRefined(each, marks, deadline);
            landing.await(each, deadline);
        }
        Settings settings = tables.with(generation);
        Lake.declareBeside(connection, settings);
        try {
            reconcile(generation, marks);
            return new Made(Generations.compare(connection, used, generation, byType(marks), progress), marks);
        } finally {
            Lake.forgetBeside(connection, settings);
        }
    }

    /**
     * Puts a generation to use, once {@link #make} has brought it near: the gateway goes on with it where its consumer group
     * stands, and then the tables show it.
     *
     * @param marks up to where it was compared
     * @throws CommandFailure where events were replayed since: the generation could have accepted their first attempts
     */
    public void use(Generation generation, Map<TopicPartition, Long> marks, Duration limit)
            throws IOException, InterruptedException, SQLException, LakeException {
        progress.accept("restarting the gateway with generation " + generation.number());
        installation.use(generation, () -> refuseReplayed(generation, marks));
        show(generation, limit);
    }

    /** Has the tables show the generation in use: what a broken off {@link #use} may have left. */
    public void show(Generation generation, Duration limit)
            throws IOException, InterruptedException, SQLException, LakeException {
        progress.accept("waiting until generation " + generation.number() + " has landed");
        Instant deadline = Instant.now().plus(limit);
        Landing landing = new Landing(offsets);
        landing.awaitRefined(generation, offsets.lastRecords(RAW), deadline);
        landing.await(generation, deadline);
        Lake.apply(
                connection,
                tables.with(generation),
                (done, total, object) -> progress.accept("[%d/%d] %s".formatted(done, total, object)));
    }

    private void refine(Generation generation, Source source, Map<TopicPartition, Long> marks)
            throws IOException, InterruptedException, SQLException {
        String group = Diagnosis.refineryGroup(generation);
        Map<TopicPartition, Long> refined = offsets.committed(group);
        if (refined.isEmpty()) {
            refuseForgotten(generation, group);
            if (source == Source.TOPICS) {
                refuseIncompleteTopics();
            }
        }
        GatewayBatch.Task task = source == Source.FILES ? GatewayBatch.Task.LINES : GatewayBatch.Task.TOPICS;
        progress.accept("starting the gateway");
        try (GatewayBatch gateway = GatewayBatch.start(installation, generation, task)) {
            if (source == Source.FILES) {
                gateway.awaitReady();
                feed(gateway, offsets.committed(group));
            }
            gateway.await(() -> progress.accept(howFar(group, marks)));
        }
    }

    private void feed(GatewayBatch gateway, Map<TopicPartition, Long> refined)
            throws SQLException, InterruptedException {
        try {
            new LandedRaw(connection).writeFrom(refined, gateway.lines(), progress);
        } catch (IOException | UncheckedIOException e) {
            gateway.await(); // says why it reads no more
            throw gateway.endedEarly(e);
        }
    }

    private String howFar(String group, Map<TopicPartition, Long> marks) throws InterruptedException {
        Map<TopicPartition, Long> refined = offsets.committed(group);
        long due = marks.values().stream().mapToLong(last -> last + 1).sum();
        long done = marks.entrySet().stream()
                .mapToLong(mark -> Math.min(mark.getValue() + 1, refined.getOrDefault(mark.getKey(), 0L)))
                .sum();
        return "refining: offset %,d of %,d".formatted(done, due);
    }

    /** No gateway runs now, so nothing more is replayed. */
    private void refuseReplayed(Generation generation, Map<TopicPartition, Long> marks) {
        long replayed = offsets.countBehind(marks, RAW, Rebuild::isReplayed);
        if (replayed > 0) {
            throw new CommandFailure(String.format(
                    Locale.ROOT,
                    "%,d events were replayed during the comparison, and may count twice in generation %d. On a cluster,"
                            + " first start the refinery again with its old generation. Then run"
                            + " 'goldstream reprocess --switch --generation %2$d', which compares again",
                    replayed,
                    generation.number()));
        }
    }

    private static boolean isReplayed(ConsumerRecord<byte[], byte[]> record) {
        Header attempt = record.headers().lastHeader(EventHeaders.ATTEMPT);
        return attempt != null && !"0".equals(new String(attempt.value(), UTF_8));
    }

    /** Without its offsets, all of raw would be refined into the same topics once more. */
    private void refuseForgotten(Generation generation, String group) {
        List<String> topics = List.of(Layer.BRONZE, Layer.QUARANTINE).stream()
                .flatMap(layer -> Tables.of(layer).stream())
                .map(generation::topic)
                .toList();
        if (!offsets.lastRecords(topics).isEmpty()) {
            throw new CommandFailure("generation " + generation.number()
                    + " has rows, but Kafka no longer has its progress: the group "
                    + group + " has no offsets. A broker deletes them after the group was idle for"
                    + " offsets.retention.minutes. Make another generation:"
                    + " 'goldstream reprocess --rebuild --generation N'");
        }
    }

    private void refuseIncompleteTopics() throws SQLException {
        Map<TopicPartition, Long> beginnings = offsets.beginnings(RAW);
        for (String topic : RAW) {
            String firsts = "SELECT source_partition, min(source_offset) FROM " + topic + " GROUP BY source_partition";
            for (List<Object> first : Query.run(connection, firsts).rows()) {
                TopicPartition partition = new TopicPartition(topic, ((Number) first.getFirst()).intValue());
                if (((Number) first.get(1)).longValue() < beginnings.getOrDefault(partition, 0L)) {
                    throw new CommandFailure("Kafka has deleted records of " + partition
                            + " that have landed: read the landed files, with --from files");
                }
            }
        }
    }

    private void reconcile(Generation generation, Map<TopicPartition, Long> marks)
            throws SQLException, InterruptedException {
        progress.accept("counting generation " + generation.number() + " by raw coordinates");
        List<TopicCount> counts = Reconciliation.count(connection, marks, Lake.beside(generation));
        Optional<TopicCount> wrong =
                counts.stream().filter(count -> !count.isReconciled()).findFirst();
        if (wrong.isPresent()) {
            throw new CommandFailure("generation " + generation.number() + " does not have every record of "
                    + wrong.get().topic() + " exactly once: "
                    + new Diagnosis(offsets, generation).laggingLayer(counts)
                    + ". Do not use it; make another: 'goldstream reprocess --rebuild --from files --generation N'");
        }
    }

    private static Map<EventType, Map<Integer, Long>> byType(Map<TopicPartition, Long> marks) {
        Map<EventType, Map<Integer, Long>> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            Map<Integer, Long> lasts = new HashMap<>();
            marks.forEach((partition, last) -> {
                if (partition.topic().equals(Tables.of(Layer.RAW, type).topic())) {
                    lasts.put(partition.partition(), last);
                }
            });
            byType.put(type, lasts);
        }
        return byType;
    }
}
