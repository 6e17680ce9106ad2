package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.LandedColumns;
import io.goldstream.connect.sink.layout.Author;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import io.goldstream.connect.sink.store.StagingOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The open files of one topic partition: one for each folder and type of rows. When that type grows wider, its file in a
 * folder is finished as soon as a wider row comes, and goes on in a second one; the flush takes both.
 */
final class OpenFiles {

    private final TopicPartition partition;
    private final Author author;
    private final Landing landing;
    private final Shapes shapes;
    private final LandedColumns columns;
    private final Map<Key, OpenFile> byKey = new HashMap<>();
    private final List<OpenFile> outgrown = new ArrayList<>();
    private final List<FinishedFile> finished = new ArrayList<>();
    private String lastFolder;
    private Shapes.Shape lastShape;
    private OpenFile last;
    private long opened;

    OpenFiles(TopicPartition partition, Author author, Landing landing, BlobStore store) {
        this.partition = partition;
        this.author = author;
        this.landing = landing;
        boolean apart = landing.layout().path().keepsTopicsApart();
        this.columns = new LandedColumns(
                store, landing.connector(), apart ? Optional.of(partition.topic()) : Optional.empty());
        this.shapes = new Shapes(landing.files().format());
    }

    /**
     * Finds, or opens, the file for a record, and sees that it can hold it. What this throws is the record's fault; then no
     * file has changed.
     *
     * @return to {@link #write} the record to
     */
    OpenFile place(SinkRecord record, boolean late) throws IOException {
        String folder = landing.layout().folder(record, late);
        Shapes.Shape shape = shapes.of(record.valueSchema());
        if (last != null && shape == lastShape && folder.equals(lastFolder)) {
            last.check(record.valueSchema(), record.value());
            return last;
        }
        Key key = new Key(folder, shape.name());
        OpenFile narrower = byKey.get(key);
        boolean fits = narrower != null && narrower.schema() == shape.schema();
        OpenFile file = fits ? narrower : open(key, shape, record.originalKafkaOffset());
        file.check(record.valueSchema(), record.value());
        if (!fits) {
            columns.take(shape.name(), landing.files().format().columnTypes(shape.schema()));
            shapes.keep(shape);
            byKey.put(key, file);
            if (narrower != null) {
                outgrown.add(narrower);
            }
        }
        last = file;
        lastFolder = folder;
        lastShape = shape;
        return file;
    }

    /** Writes a record for which that file was found just now. What this throws is the task's fault. */
    void write(OpenFile file, SinkRecord record) {
        finishOutgrown();
        file.add(record.originalKafkaOffset(), record.valueSchema(), record.value());
    }

    private void finishOutgrown() {
        outgrown.forEach(this::finish);
        outgrown.clear();
    }

    private OpenFile open(Key key, Shapes.Shape shape, long offset) {
        String extension = landing.files().extension();
        String path = key.folder + "/" + FileName.of(partition, offset, author, opened++, extension);
        StagingOutput output = new StagingOutput();
        return new OpenFile(path, shape.schema(), landing.files().open(shape.schema(), output), output, offset);
    }

    private void finish(OpenFile file) {
        if (!file.isEmpty()) {
            finished.add(new FinishedFile(file, file.finish()));
        }
    }

    int count() {
        return byKey.size();
    }

    long largestBytes() {
        long largest = 0;
        for (OpenFile file : byKey.values()) {
            largest = Math.max(largest, file.estimatedBytes());
        }
        return largest;
    }

    long bufferedBytes() {
        long bytes = 0;
        for (OpenFile file : byKey.values()) {
            bytes += file.bufferedBytes();
        }
        return bytes;
    }

    /** Stages the full blocks of all files. */
    void stage(BlobStore store) throws IOException {
        for (OpenFile file : byKey.values()) {
            file.stage(store);
        }
        for (FinishedFile file : finished) {
            file.file().stage(store);
        }
    }

    /** Finishes all files and takes them out: rows that come now open new ones. */
    List<FinishedFile> take() {
        finishOutgrown();
        byKey.values().forEach(this::finish);
        List<FinishedFile> taken = List.copyOf(finished);
        forget();
        return taken;
    }

    /** The names of all files, which are dropped. */
    List<String> drop() {
        List<String> paths = new ArrayList<>();
        byKey.values().forEach(file -> paths.add(file.path()));
        outgrown.forEach(file -> paths.add(file.path()));
        finished.forEach(file -> paths.add(file.file().path()));
        forget();
        return paths;
    }

    private void forget() {
        byKey.clear();
        outgrown.clear();
        finished.clear();
        last = null;
    }

    private record Key(String folder, String type) {}

    /** A file that takes no more rows, and how it is when it is staged in full. */
    record FinishedFile(OpenFile file, StagedFile staged) {}
}
