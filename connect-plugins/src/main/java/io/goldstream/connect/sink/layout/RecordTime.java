package io.goldstream.connect.sink.layout;

import io.goldstream.connect.value.EpochUnit;
import io.goldstream.connect.value.Moment;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A time of a record: its timestamp, or a part of it that a {@link Moment} can be read out of. */
public final class RecordTime {

    private static final String RECORD_TIMESTAMP = "timestamp";

    private final String name;
    private final Optional<RecordField> field;
    private final EpochUnit unit;

    private RecordTime(String name, Optional<RecordField> field, EpochUnit unit) {
        this.name = name;
        this.field = field;
        this.unit = unit;
    }

    /** @throws IllegalArgumentException if the name is none of a time */
    public static RecordTime parse(String name) {
        return parse(name, EpochUnit.DEFAULT);
    }

    /**
     * A time by its name.
     *
     * @param unit of a part that is a plain number
     * @throws IllegalArgumentException if the name is none of a time
     */
    public static RecordTime parse(String name, EpochUnit unit) {
        Optional<RecordField> field = RecordField.parse(name);
        if (field.isEmpty() && !name.equalsIgnoreCase(RECORD_TIMESTAMP)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no time: write timestamp, value.FIELD, key.FIELD or header.NAME");
        }
        return new RecordTime(name, field, unit);
    }

    String name() {
        return name;
    }

    EpochUnit unit() {
        return unit;
    }

    /**
     * The time; empty where it is null.
     *
     * @throws DataException if the record has no such part, or that is no time
     */
    public Optional<Moment> of(SinkRecord record) {
        Optional<RecordField.Found> found = field.map(part -> part.in(record));
        try {
            return found.isPresent()
                    ? Optional.ofNullable(found.get().value())
                            .map(value -> Moment.of(found.get().schema(), value, unit))
                    : Optional.ofNullable(record.timestamp()).map(millis -> new Moment(millis, false));
        } catch (DataException e) {
            throw new DataException(name + " of the record " + PathPart.at(record) + " " + e.getMessage(), e);
        }
    }
}
