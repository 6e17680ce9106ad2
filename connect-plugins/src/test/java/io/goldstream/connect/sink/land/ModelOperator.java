package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.land.FaultyStore.Crash;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.land.ModelRun.Event;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Document;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** What operators do to the lake of a {@link ModelRun} while its sink is stopped. */
final class ModelOperator {

    private static final Pattern WAY_OUT = Pattern.compile("set the partition's offset to (\\d+) by PATCH");

    private final MemoryLake lake;
    private final KafkaLog log;
    private final String connector;
    private final Random random;
    private final Consumer<Event> count;
    private List<Position> copy = List.of();

    ModelOperator(MemoryLake lake, KafkaLog log, String connector, Random random, Consumer<Event> count) {
        this.lake = lake;
        this.log = log;
        this.connector = connector;
        this.random = random;
        this.count = count;
    }

    /** Its files deleted, its offset forgotten. */
    void landAgain(TopicPartition partition) {
        count.accept(Event.RESET);
        alterOffset(partition, OptionalLong.empty());
        lake.deleteAll(path -> path.contains("/" + partition + "-"));
        log.commit(partition, 0);
    }

    /** With its manifests, and without a word to the consumer group. */
    void wipeLake() {
        count.accept(Event.WIPED_LAKE);
        lake.deleteAll(path -> true);
        lake.dropStagedBlocks();
        copy = List.of();
    }

    /** Deletes a manifest and restores a copy. In between, a worker refuses to open the partition, because its files are there. */
    void loseManifest(TopicPartition partition, Supplier<ConnectWorker> workers) {
        String path = Checkpoint.path(connector, partition);
        Optional<Document> manifest = lake.read(path);
        if (manifest.isPresent()
                && lake.files().keySet().stream().anyMatch(file -> file.contains("/" + partition + "-"))) {
            lake.deleteAll(path::equals);
            try {
                workers.get().open(List.of(partition));
                throw new AssertionError(partition + " was opened without its manifest");
            } catch (ConnectException e) {
                if (!e.getMessage().contains("is gone, but files of its partition are there")) {
                    throw e;
                }
            }
            count.accept(Event.LOST_MANIFEST);
            lake.compareAndSwap(path, Optional.empty(), manifest.get().content());
        }
    }

    /** All workers were dead for a week: a commit that was not published has to be discarded, as its message says. */
    void loseStagedBlocks(Supplier<ConnectWorker> workers) {
        lake.dropStagedBlocks();
        for (TopicPartition partition : ModelRun.PARTITIONS) {
            try {
                workers.get().open(List.of(partition));
            } catch (ConnectException e) {
                Matcher wayOut = WAY_OUT.matcher(e.getMessage());
                if (!wayOut.find()) {
                    throw e;
                }
                count.accept(Event.DISCARDED_COMMIT);
                long offset = Long.parseLong(wayOut.group(1));
                alterOffset(partition, OptionalLong.of(offset));
                log.commit(partition, offset);
            }
        }
    }

    /** The operator's tool may fail or be killed at every call; the sink that comes next has to bear it. */
    void goBackToCopy() {
        for (Position position : copy) {
            try {
                if (new Checkpoints(lake, lake).objection(position).isEmpty()) {
                    BlobStore troubled = new FaultyStore(lake, new Trouble());
                    new Checkpoints(troubled, lake).restore(position);
                    count.accept(Event.RESTORED);
                }
            } catch (Crash | IOException e) {
                count.accept(Event.BROKEN_RESTORE);
            }
        }
    }

    void takeCopy() {
        try {
            copy = new Checkpoints(lake, lake).list();
        } catch (IOException e) {
            throw new IllegalStateException("the operator's store does not fail", e);
        }
    }

    /** Where the lake goes on; 0 where nothing is landed. */
    long position(TopicPartition partition) {
        try {
            return new Checkpoints(lake, lake)
                    .list().stream()
                            .filter(position -> position.partition().equals(partition))
                            .mapToLong(position -> position.next().orElse(0))
                            .findAny()
                            .orElse(0);
        } catch (IOException e) {
            throw new IllegalStateException("the operator's store does not fail", e);
        }
    }

    /** Goes on behind a record. */
    void skip(TopicPartition partition, long offset) {
        count.accept(Event.SKIPPED_RECORD);
        alterOffset(partition, OptionalLong.of(offset + 1));
        log.commit(partition, offset + 1);
    }

    private void alterOffset(TopicPartition partition, OptionalLong offset) {
        try {
            Checkpoint.reset(lake, Checkpoint.path(connector, partition), offset);
        } catch (IOException e) {
            throw new IllegalStateException("the operator's store does not fail", e);
        }
    }

    /** Of the tool, which runs while the sink is stopped. */
    private final class Trouble implements FaultyStore.Script {
        @Override
        public Fault next() {
            return switch (random.nextInt(60)) {
                case 0 -> Fault.FAIL;
                case 1 -> Fault.LOSE_ANSWER;
                case 2 -> Fault.CRASH_BEFORE;
                case 3 -> Fault.CRASH_AFTER;
                default -> Fault.NONE;
            };
        }
    }
}
