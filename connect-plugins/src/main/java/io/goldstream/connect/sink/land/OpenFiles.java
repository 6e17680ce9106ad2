package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.StagingOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** The open files of one topic partition: one for each folder and schema. */
final class OpenFiles {

    private final TopicPartition partition;
    private final String owner;
    private final Landing landing;
    private final Map<Key, OpenFile> byKey = new HashMap<>();
    private String lastFolder;
    private Schema lastSchema;
    private OpenFile last;
    private long opened;
    private long rows;

    OpenFiles(TopicPartition partition, String owner, Landing landing) {
        this.partition = partition;
        this.owner = owner;
        this.landing = landing;
    }

    void add(SinkRecord record) {
        String folder = landing.path().folder(record);
        Schema schema = record.valueSchema();
        // Hashing a schema walks all of it, and the next record mostly belongs to the same file.
        if (last == null || schema != lastSchema || !folder.equals(lastFolder)) {
            last = byKey.computeIfAbsent(new Key(folder, schema), key -> open(key, record.originalKafkaOffset()));
            lastFolder = folder;
            lastSchema = schema;
        }
        last.add(record.originalKafkaOffset(), record.value());
        rows++;
    }

    private OpenFile open(Key key, long offset) {
        String extension = landing.format().extension();
        String path = key.folder + "/" + FileName.of(partition, offset, owner, opened++, extension);
        StagingOutput output = new StagingOutput();
        return new OpenFile(path, landing.format().open(key.schema, output), output, offset);
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    int count() {
        return byKey.size();
    }

    long rows() {
        return rows;
    }

    long largestBytes() {
        long largest = 0;
        for (OpenFile file : byKey.values()) {
            largest = Math.max(largest, file.estimatedBytes());
        }
        return largest;
    }

    List<OpenFile> all() {
        return new ArrayList<>(byKey.values());
    }

    /** Takes all files out: rows that come now open new ones. */
    List<OpenFile> take() {
        List<OpenFile> taken = all();
        byKey.clear();
        last = null;
        rows = 0;
        return taken;
    }

    private record Key(String folder, Schema schema) {}
}
