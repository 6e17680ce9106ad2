package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.store.StagedFile;
import java.util.List;

/**
 * One step of a topic partition's landing: the files that hold its records in {@code [prev, next)}.
 *
 * @param id names this commit and no other; published files carry it
 * @param prev the offset where the commit before it ended
 * @param next the offset where the one after it starts
 * @param files every file of the step, staged in full
 */
public record Commit(String id, long prev, long next, List<StagedFile> files) {
    public Commit {
        files = List.copyOf(files);
    }

    /** The offset of its first row; {@code prev} if it has none. Markers of transactions may lie before it. */
    long firstRow() {
        return files.stream().mapToLong(StagedFile::firstOffset).min().orElse(prev);
    }
}
