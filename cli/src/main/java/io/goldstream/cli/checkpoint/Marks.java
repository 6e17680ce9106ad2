package io.goldstream.cli.checkpoint;

import io.goldstream.cli.connect.Connectors;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a table's rows may be moved, by its sink's checkpoints: up to the start of a commit that is not settled, or to the
 * end of the last one.
 *
 * @param marks of each partition whose topic's id is known
 * @param unknown partitions of which it is not known, as an operator would look for them; their rows stay in landing
 */
public record Marks(List<Mark> marks, List<String> unknown) {

    public Marks {
        marks = List.copyOf(marks);
        unknown = List.copyOf(unknown);
    }

    /** Those of a table among all positions; another connector's are not its own. */
    public static Marks of(List<Position> positions, Table table, Generation generation) {
        String connector = Connectors.name(table.layer(), generation);
        List<Mark> marks = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Position position : positions) {
            boolean isOfTable = position.connector().equals(connector)
                    && position.partition().topic().equals(generation.topic(table));
            if (isOfTable && position.restart().isPresent()) {
                position.history()
                        .topicId()
                        .ifPresentOrElse(
                                id -> marks.add(new Mark(
                                        new Lane(id, position.partition().partition()),
                                        position.restart().getAsLong())),
                                () -> unknown.add(position.partition().toString()));
            }
        }
        return new Marks(marks, unknown);
    }
}
