package io.goldstream.connect.sink.commit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.store.LocalBlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedColumnsTest {

    @TempDir
    Path lake;

    /** Trino's columns have no case. */
    @Test
    void columnsThatDifferInCaseOnlyAreRefusedAtAnyDepthAndAcrossRestarts() throws IOException {
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            LandedColumns columns = new LandedColumns(store, "c", Optional.of("t"));
            columns.take(null, Map.of("userId", "STRING", "in", "STRUCT", "in.x", "STRING"));

            for (LandedColumns owner : new LandedColumns[] {columns, new LandedColumns(store, "c", Optional.of("t"))}) {
                refuses(owner, Map.of("userid", "STRING"), "the columns userId and userid differ in case only");
                refuses(owner, Map.of("in.X", "STRING"), "the columns in.X and in.x differ in case only");
                refuses(owner, Map.of("a", "STRING", "A", "STRING"), "the columns A and a differ in case only");
            }
            columns.take(null, Map.of("userId", "STRING", "a", "STRING"));
            columns.take("other", Map.of("USERID", "STRING"));
        }
    }

    private static void refuses(LandedColumns columns, Map<String, String> types, String problem) {
        assertThatThrownBy(() -> columns.take(null, types))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(problem);
    }

    /** Which once were a type for each unit. */
    @Test
    void timesOfDayThatOlderSinksLandedGoOn() throws IOException {
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            byte[] old = "{\"\": {\"t\": \"TIME(MILLIS,true)\"}}".getBytes(StandardCharsets.UTF_8);
            store.compareAndSwap("_columns/c/t", Optional.empty(), old);
            LandedColumns columns = new LandedColumns(store, "c", Optional.of("t"));

            assertThatCode(() -> columns.take(null, Map.of("t", "TIME"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> columns.take(null, Map.of("t", "TIMESTAMP")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("the column t is TIMESTAMP, but was TIME in what was landed before");
        }
    }

    /** By sinks of before this was refused. */
    @Test
    void whatWasLandedInBothCasesGoesOn() throws IOException {
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            byte[] both = "{\"\": {\"A\": \"STRING\", \"a\": \"STRING\"}}".getBytes(StandardCharsets.UTF_8);
            store.compareAndSwap("_columns/c/t", Optional.empty(), both);
            LandedColumns columns = new LandedColumns(store, "c", Optional.of("t"));

            assertThatCode(() -> columns.take(null, Map.of("A", "STRING", "a", "STRING", "new", "STRING")))
                    .doesNotThrowAnyException();
            refuses(columns, Map.of("New", "STRING"), "the columns New and new differ in case only");
        }
    }
}
