package io.goldstream.connect.sink.layout;

import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A variable that formats a time of the record. */
record TimePart(String name, Function<SinkRecord, Long> millis, UtcPattern pattern) implements PathPart {

    @Override
    public void append(SinkRecord record, StringBuilder path) {
        Long time = millis.apply(record);
        if (time == null) {
            throw new DataException(
                    "the path needs {" + name + "}, but it is null in the record " + PathPart.at(record));
        }
        path.append(pattern.format(time));
    }
}
