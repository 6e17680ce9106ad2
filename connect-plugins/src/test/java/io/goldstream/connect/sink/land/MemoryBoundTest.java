package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.convert.ConnectSchemas;
import io.goldstream.connect.sink.land.Landing.Bounds;
import io.goldstream.connect.sink.layout.LateData;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** 500 event-time paths at once: what a task holds is bounded, and what it says it holds is about what it holds. */
class MemoryBoundTest {

    private static final TopicPartition TOPIC = new TopicPartition("t", 0);
    private static final int PATHS = 500;
    private static final int BATCH = 2 * PATHS;
    private static final long BOUND = 256L << 20;
    private static final Schema ROW = ConnectSchemas.of(Tables.of(Layer.BRONZE).get(0));

    private final KafkaLog log = new KafkaLog();
    private final MemoryLake lake = new MemoryLake();
    private final Random random = new Random(1);
    private final String noise = random.ints(1 << 16, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    private long offset;

    @Test
    void fiveHundredPathsStayWithinTheBound() {
        ConnectWorker worker = worker(BOUND);
        long before = usedHeap();
        for (int batch = 0; batch < 6; batch++) {
            put(worker, 3000);
            lake.deleteAll(path -> path.endsWith(".parquet"));
            assertThat(usedHeap() - before).isLessThan(2 * BOUND);
        }

        assertThat((long) worker.metric("flushes-total:memory")).isPositive();
        assertThat((long) worker.metric("flushes-total:files")).isZero();
    }

    @Test
    void theEstimateIsAboutWhatTheHeapHolds() {
        ConnectWorker worker = worker(Long.MAX_VALUE);
        long before = usedHeap();
        for (int batch = 0; batch < 10; batch++) {
            put(worker, 25);
        }
        long held = usedHeap() - before;

        assertThat(worker.metric("open-files")).isEqualTo((long) PATHS);
        assertThat((long) worker.metric("buffered-bytes")).isBetween(held / 2, held * 2);
    }

    private void put(ConnectWorker worker, int textLength) {
        for (int i = 0; i < BATCH; i++, offset++) {
            log.append(TOPIC, offset, 0, ROW, row(offset, textLength));
        }
        worker.iterate(BATCH);
        log.makeAnew(TOPIC);
    }

    private ConnectWorker worker(long bytes) {
        Landing usual = Landings.of("c", "x");
        Landing landing = Landings.with(
                Landings.with(
                        usual, Landings.layout("{event:yyyy-MM-dd}", Duration.ZERO, Duration.ZERO, LateData.KEEP)),
                new Rotation(Duration.ofDays(1), Long.MAX_VALUE, Long.MAX_VALUE),
                new Bounds(PATHS, bytes));
        ConnectWorker worker = new ConnectWorker(log, lake, landing, new TestClock());
        worker.open(List.of(TOPIC));
        return worker;
    }

    /** A row with noise in each text, on one of the days in turn. */
    private Struct row(long n, int textLength) {
        Struct row = new Struct(ROW);
        for (Field field : ROW.fields()) {
            if (field.name().equals("event_time")) {
                row.put(field, new Date(86_400_000L * (n % PATHS)));
            } else if (field.schema().type() == Schema.Type.STRING) {
                int from = random.nextInt(noise.length() - textLength);
                row.put(field, noise.substring(from, from + textLength));
            } else if (!field.schema().isOptional()) {
                row.put(field, value(field.schema(), n));
            }
        }
        return row;
    }

    private static Object value(Schema schema, long n) {
        if (schema.name() != null) {
            return new Date(n);
        }
        return switch (schema.type()) {
            case INT32 -> (int) n;
            case INT64 -> n;
            case FLOAT64 -> (double) n;
            case BOOLEAN -> n % 2 == 0;
            default -> throw new IllegalStateException("the contract has " + schema.type());
        };
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
