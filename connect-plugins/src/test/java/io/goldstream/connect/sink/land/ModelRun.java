package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.format.ParquetFiles;
import io.goldstream.connect.sink.land.FaultyStore.Crash;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.land.Landing.Bounds;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.connect.sink.layout.LateData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;

/**
 * One seeded history of a sink: records of changing schemas come, some of which cannot be landed; two tasks share two
 * partitions, move them, fall out of the group without knowing it, and are killed; operators stop, reset and wipe; and each
 * call to the store may fail, lose its answer, stand still while others go on, or be its process's last.
 */
final class ModelRun {

    static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("bronze.plays", 0), new TopicPartition("bronze.plays", 1));

    private static final Schema OPTIONAL_TIME = Timestamp.builder().optional().build();
    private static final List<Schema> VERSIONS = List.of(
            SchemaBuilder.struct()
                    .field("source_offset", Schema.INT32_SCHEMA)
                    .field("event_time", OPTIONAL_TIME)
                    .build(),
            SchemaBuilder.struct()
                    .field("source_offset", Schema.INT64_SCHEMA)
                    .field("event_time", OPTIONAL_TIME)
                    .field("note", Schema.STRING_SCHEMA)
                    .build());
    private static final Pattern OFFSET = Pattern.compile("\"source_offset\":(\\d+)");
    private static final Pattern REFUSED = Pattern.compile("cannot land the record (\\S+)-(\\d+)@(\\d+): ");
    private static final int DEEPEST_PAUSE = 2;

    /** What has happened, by kind. */
    enum Event {
        CRASH,
        ZOMBIE,
        FENCED,
        FAILURE,
        LOST_ANSWER,
        PAUSE,
        MOVED_PARTITION,
        DEAD_LETTER,
        REFUSED_DEAD_LETTER,
        FAILED_TASK,
        SKIPPED_RECORD,
        RESET,
        WIPED_LAKE,
        LOST_MANIFEST,
        DISCARDED_COMMIT,
        RESTORED,
        BROKEN_RESTORE
    }

    private final Random random;
    private final ModelOperator operator;
    private final Landing landing;
    private final boolean parquet;
    private final boolean tolerant;
    private final Map<Event, Integer> tally = new EnumMap<>(Event.class);
    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();
    private final long[] end = new long[PARTITIONS.size()];
    private final Map<TopicPartition, Set<Long>> unlandable = new HashMap<>();
    private final List<ConnectWorker> live = new ArrayList<>();
    private final List<ConnectWorker> zombies = new ArrayList<>();
    private final Map<TopicPartition, ConnectWorker> owners = new HashMap<>();
    /** In the middle of a call; one that is paused there cannot do anything else. */
    private final Set<ConnectWorker> busy = new HashSet<>();

    private int pauses;

    ModelRun(long seed) {
        random = new Random(seed);
        parquet = seed % 40 == 0;
        tolerant = seed % 4 != 1;
        Landing usual = Landings.with(
                Landings.of("model", "x"),
                Landings.layout(
                        "{topic:/}/event_date={event:yyyy-MM-dd}",
                        random.nextBoolean() ? Duration.ofDays(1) : Duration.ZERO,
                        Duration.ZERO,
                        random.nextBoolean() ? LateData.SEPARATE : LateData.KEEP));
        FileType files =
                parquet ? new FileType(Format.PARQUET, Compression.ZSTD) : new FileType(Format.JSON, Compression.NONE);
        landing = Landings.with(
                Landings.with(
                        Landings.with(usual, files),
                        new Rotation(Duration.ofSeconds(10), Long.MAX_VALUE, 12),
                        new Bounds(1 + random.nextInt(4), random.nextBoolean() ? 100_000 : Long.MAX_VALUE)),
                Tombstones.FAIL,
                false);
        operator = new ModelOperator(lake, log, landing.connector(), random, this::count);
        PARTITIONS.forEach(partition -> unlandable.put(partition, new HashSet<>()));
        produce();
    }

    Map<Event, Integer> tally() {
        return tally;
    }

    KafkaLog log() {
        return log;
    }

    Set<Long> unlandable(TopicPartition partition) {
        return unlandable.get(partition);
    }

    void step() {
        switch (random.nextInt(40)) {
            case 0, 1, 2 -> produce();
            case 3, 4, 5 -> clock.advance(Duration.ofSeconds(random.nextInt(random.nextInt(8) == 0 ? 60 : 8)));
            case 6, 7, 8 -> any(live).ifPresent(worker -> run(worker, w -> w.commit(isOwner(w))));
            case 9, 10, 11 ->
                any(zombies).filter(zombie -> !busy.contains(zombie)).ifPresent(this::runZombie);
            case 12 -> rebalance();
            case 13 -> movePartition();
            case 14 -> operate();
            default -> {
                if (live.isEmpty()) {
                    assign(1 + random.nextInt(2));
                }
                any(live).ifPresent(worker -> run(worker, w -> w.iterate(1 + random.nextInt(9))));
            }
        }
    }

    private void count(Event event) {
        tally.merge(event, 1, Integer::sum);
    }

    private <T> Optional<T> any(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }

    private void produce() {
        for (int p = 0; p < PARTITIONS.size(); p++) {
            TopicPartition partition = PARTITIONS.get(p);
            for (int i = random.nextInt(10); i >= 0; i--) {
                // Offsets have gaps, where transactions end.
                end[p] += 1 + random.nextInt(2);
                long time = 86_400_000L * random.nextInt(3);
                int kind = random.nextInt(25);
                if (kind == 24) {
                    log.appendUnreadable(partition, end[p]);
                    unlandable.get(partition).add(end[p]);
                } else if (kind < 2) {
                    // The path needs the time, and a tombstone is refused.
                    Schema schema = VERSIONS.get(0);
                    Struct timeless = new Struct(schema).put("source_offset", (int) end[p]);
                    log.append(partition, end[p], time, kind == 0 ? schema : null, kind == 0 ? timeless : null);
                    unlandable.get(partition).add(end[p]);
                } else {
                    Schema schema = VERSIONS.get(kind % 2);
                    Struct row = new Struct(schema)
                            .put("source_offset", kind % 2 == 0 ? (Object) (int) end[p] : (Object) end[p])
                            .put("event_time", new Date(time));
                    log.append(partition, end[p], time, schema, kind % 2 == 0 ? row : row.put("note", "n"));
                }
            }
        }
    }

    /** The trouble of one worker. */
    private final class Trouble implements FaultyStore.Script {
        @Override
        public Fault next() {
            return switch (random.nextInt(80)) {
                case 0, 1 -> {
                    count(Event.FAILURE);
                    yield Fault.FAIL;
                }
                case 2, 3 -> {
                    count(Event.LOST_ANSWER);
                    yield Fault.LOSE_ANSWER;
                }
                case 4 -> Fault.CRASH_BEFORE;
                case 5 -> Fault.CRASH_AFTER;
                case 6 -> Fault.PAUSE_BEFORE;
                case 7 -> Fault.PAUSE_AFTER;
                default -> Fault.NONE;
            };
        }

        /** The group gives all partitions to others, who go on; in the end the paused one wakes up. */
        @Override
        public void whilePaused() {
            if (pauses >= DEEPEST_PAUSE) {
                return;
            }
            pauses++;
            count(Event.PAUSE);
            live.forEach(zombies::add);
            live.clear();
            owners.clear();
            for (int i = random.nextInt(12); i >= 0; i--) {
                step();
            }
            pauses--;
        }
    }

    private ErrantRecordReporter reporter() {
        return (record, error) -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
            if (random.nextInt(20) == 0) {
                count(Event.REFUSED_DEAD_LETTER);
                return CompletableFuture.failedFuture(new IllegalStateException("the queue is away"));
            }
            count(Event.DEAD_LETTER);
            log.deadLetter(partition, record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        };
    }

    private ConnectWorker newWorker(boolean troubled) {
        return new ConnectWorker(
                log,
                troubled ? new FaultyStore(lake, new Trouble()) : lake,
                landing,
                clock,
                Optional.of(reporter()).filter(to -> tolerant));
    }

    /** Every partition to one of so many new workers. */
    private void assign(int workers) {
        Map<ConnectWorker, List<TopicPartition>> shares = new HashMap<>();
        List<ConnectWorker> started = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            started.add(newWorker(true));
        }
        for (int p = 0; p < PARTITIONS.size(); p++) {
            ConnectWorker worker = started.get(p % workers);
            shares.computeIfAbsent(worker, w -> new ArrayList<>()).add(PARTITIONS.get(p));
            owners.put(PARTITIONS.get(p), worker);
        }
        live.addAll(started);
        for (ConnectWorker worker : started) {
            if (live.contains(worker)) {
                run(worker, w -> w.open(shares.get(w)));
            }
        }
    }

    private java.util.function.Predicate<TopicPartition> isOwner(ConnectWorker worker) {
        return partition -> owners.get(partition) == worker;
    }

    /** Each worker closes properly, or is forgotten by the group and does not know it. */
    private void rebalance() {
        for (ConnectWorker worker : List.copyOf(live)) {
            if (random.nextBoolean()) {
                count(Event.ZOMBIE);
                zombies.add(worker);
                live.remove(worker);
            } else {
                stop(worker);
            }
        }
        live.clear();
        owners.clear();
    }

    private void stop(ConnectWorker worker) {
        run(worker, w -> w.stop(isOwner(w)));
        live.remove(worker);
    }

    /** A cooperative rebalance: one partition moves, everything else goes on. */
    private void movePartition() {
        if (live.size() < 2 || owners.size() < PARTITIONS.size()) {
            return;
        }
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        ConnectWorker from = owners.get(partition);
        ConnectWorker to = live.get(0) == from ? live.get(1) : live.get(0);
        count(Event.MOVED_PARTITION);
        run(from, w -> w.close(Set.of(partition), isOwner(w)));
        if (live.contains(to)) {
            owners.put(partition, to);
            run(to, w -> w.open(List.of(partition)));
        }
    }

    /** What operators do to a stopped sink; zombies may be about still. */
    private void operate() {
        if (pauses > 0) {
            return;
        }
        stopAll();
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        switch (random.nextInt(7)) {
            case 0 -> operator.landAgain(partition);
            case 1 -> {
                zombies.clear();
                operator.wipeLake();
            }
            case 2 -> operator.takeCopy();
            case 3 -> operator.goBackToCopy();
            case 4 -> operator.loseManifest(partition, () -> newWorker(false));
            default -> {
                zombies.clear();
                operator.loseStagedBlocks(() -> newWorker(false));
            }
        }
    }

    private void run(ConnectWorker worker, java.util.function.Consumer<ConnectWorker> action) {
        busy.add(worker);
        long fenced = worker.fenced();
        try {
            action.accept(worker);
        } catch (Crash e) {
            count(Event.CRASH);
            forget(worker);
        } catch (ConnectException e) {
            // The dead-letter queue refused a record, or a commit was taken back under a worker that slept.
            count(Event.FAILED_TASK);
            end(worker);
            if (pauses == 0) {
                skip(e);
            }
        } finally {
            busy.remove(worker);
            for (long i = fenced; i < worker.fenced(); i++) {
                count(Event.FENCED);
            }
        }
    }

    /** An operator reads of a record that is refused, and has the sink go on behind it. */
    private void skip(ConnectException failure) {
        Matcher refused = REFUSED.matcher(String.valueOf(failure.getMessage()));
        if (refused.find()) {
            stopAll();
            TopicPartition partition = new TopicPartition(refused.group(1), Integer.parseInt(refused.group(2)));
            long offset = Long.parseLong(refused.group(3));
            long next = operator.position(partition);
            boolean isNext = next <= offset
                    && log.offsets(partition).stream()
                            .filter(between -> next <= between && between < offset)
                            .allMatch(between -> log.isRefused(partition, between));
            if (isNext) {
                log.deadLetter(partition, offset);
                operator.skip(partition, offset);
            }
        }
    }

    private void stopAll() {
        List.copyOf(live).forEach(this::stop);
        live.clear();
        owners.clear();
    }

    private void runZombie(ConnectWorker zombie) {
        run(zombie, w -> {
            if (random.nextInt(4) == 0) {
                w.commit(isOwner(w));
            } else {
                w.iterate(1 + random.nextInt(9));
            }
        });
    }

    private void end(ConnectWorker worker) {
        forget(worker);
        try {
            worker.abandon();
        } catch (Crash e) {
            count(Event.CRASH);
        }
    }

    private void forget(ConnectWorker worker) {
        zombies.remove(worker);
        live.remove(worker);
        owners.values().removeIf(owner -> owner == worker);
        // The group notices, and gives everything to new ones.
        if (owners.size() < PARTITIONS.size() && pauses == 0) {
            live.forEach(zombies::add);
            live.clear();
            owners.clear();
        }
    }

    /** The trouble is over: new workers read to the end, and the rest grows old. */
    void recover() {
        ConnectWorker last = newWorker(false);
        last.open(PARTITIONS);
        while (!last.hasReadAll()) {
            try {
                last.iterate(7);
            } catch (ConnectException refused) {
                skip(refused);
                last = newWorker(false);
                last.open(PARTITIONS);
            }
        }
        clock.advance(Duration.ofSeconds(10));
        last.commit(true);
        try {
            last.iterate(1);
        } catch (ConnectException refused) {
            skip(refused);
            recover();
        }
    }

    /** Offsets of the rows in the lake, in no order. */
    List<Long> landed(TopicPartition partition) {
        String name = "/" + partition + "-";
        return new TreeMap<>(lake.files())
                .entrySet().stream()
                        .filter(file -> file.getKey().contains(name))
                        .flatMap(file -> parquet ? parquetOffsets(file.getValue()) : jsonOffsets(file.getValue()))
                        .toList();
    }

    private static Stream<Long> jsonOffsets(byte[] file) {
        return OFFSET.matcher(new String(file, StandardCharsets.UTF_8))
                .results()
                .map(row -> Long.parseLong(row.group(1)));
    }

    private static Stream<Long> parquetOffsets(byte[] file) {
        return ParquetFiles.rows(file).stream().map(row -> Long.parseLong(row.getValueToString(0, 0)));
    }
}
