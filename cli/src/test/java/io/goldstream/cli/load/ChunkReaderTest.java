package io.goldstream.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.EventType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ChunkReaderTest {

    @Test
    void linesKeepTheirBytesAndNumbersAndBlankOnesAreNoEvents() throws IOException {
        byte[] bytes = {'a', 0, '\n', ' ', '\r', '\n', '\n', (byte) 0xff, '\n', 'z'};

        List<Chunk> chunks = read(bytes);

        assertThat(chunks).hasSize(1);
        assertThat(chunks.getFirst().lines()).extracting(Chunk.Line::number).containsExactly(1L, 4L, 5L);
        assertThat(chunks.getFirst().body()).containsExactly('a', 0, '\n', 0xff, '\n', 'z', '\n');
    }

    @Test
    void chunksAreCutByLinesAndByBytes() throws IOException {
        String manyShort = "{}\n".repeat(ChunkReader.MAX_LINES + 1);
        String fewLong = ("x".repeat(ChunkReader.MAX_BYTES / 2 + 1) + "\n").repeat(3);

        assertThat(read(manyShort.getBytes(StandardCharsets.UTF_8)))
                .extracting(chunk -> chunk.lines().size())
                .containsExactly(ChunkReader.MAX_LINES, 1);
        assertThat(read(fewLong.getBytes(StandardCharsets.UTF_8)))
                .extracting(chunk -> chunk.lines().size())
                .containsExactly(1, 1, 1);
    }

    @Test
    void theSameEventsGetTheSameKeysZippedOrNotAndOtherEventsGetOthers() throws IOException {
        byte[] events = "{\"ts\":1}\n".repeat(ChunkReader.MAX_LINES * 2).getBytes(StandardCharsets.UTF_8);

        List<String> keys = keys(read(events));

        assertThat(keys(read(gzip(events)))).isEqualTo(keys);
        assertThat(keys).as("equal lines in another place are other events").doesNotHaveDuplicates();
        assertThat(keys(read("{\"ts\":2}\n".getBytes(StandardCharsets.UTF_8)))).doesNotContainAnyElementsOf(keys);
    }

    @Test
    void aFileThatWasCutOffIsDamaged() throws IOException {
        byte[] zipped = gzip("{\"ts\":1}\n".repeat(5_000).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(Arrays.copyOf(zipped, zipped.length / 2)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("test is damaged after line", "Load a whole copy of it");
    }

    /** Every cut of a file of two members, but the one between them; and what is no member behind a whole one. */
    @Test
    void aFileIsReadWholeOrToldToBeDamaged() throws IOException {
        byte[] first = gzip("{\"ts\":1}\n".getBytes(StandardCharsets.UTF_8));
        byte[] second = gzip("{\"ts\":2}\n".getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(read(both).getFirst().lines()).hasSize(2);
        for (int length = 2; length < both.length; length++) {
            byte[] cut = Arrays.copyOf(both, length);
            if (length == first.length) {
                assertThat(read(cut).getFirst().lines()).hasSize(1);
            } else {
                assertThatThrownBy(() -> read(cut))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(CommandFailure.class)
                        .hasMessageContaining("test is damaged");
            }
        }
        byte[] more = Arrays.copyOf(first, first.length + 3);
        assertThatThrownBy(() -> read(more)).isInstanceOf(CommandFailure.class);
    }

    private static List<String> keys(List<Chunk> chunks) {
        return chunks.stream().map(Chunk::key).toList();
    }

    private static List<Chunk> read(byte[] bytes) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        try (ChunkReader reader = new ChunkReader(EventType.LISTEN, "test", new ByteArrayInputStream(bytes))) {
            for (Optional<Chunk> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
                chunks.add(chunk.get());
            }
        }
        return chunks;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
