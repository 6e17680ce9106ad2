package io.goldstream.cli.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.commit.History;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final Table LISTENS = Tables.byTopic("silver.listens").orElseThrow();

    @Test
    void aTableMovesUpToWhatItsOwnSinkHasSettled() {
        List<Position> positions = List.of(
                position("goldstream-silver", "silver.listens", 0, Optional.of("A"), OptionalLong.of(70)),
                position("goldstream-silver", "silver.listens", 1, Optional.empty(), OptionalLong.of(80)),
                position("goldstream-silver", "silver.listens", 2, Optional.of("A"), OptionalLong.empty()),
                position("goldstream-silver", "silver.page_views", 0, Optional.of("B"), OptionalLong.of(90)),
                position("goldstream-silver_g2", "silver.listens_g2", 0, Optional.of("C"), OptionalLong.of(5)),
                position("another", "silver.listens", 0, Optional.of("A"), OptionalLong.of(1_000)));

        assertThat(Marks.of(positions, LISTENS, Generation.FIRST))
                .isEqualTo(new Marks(List.of(new Mark(new Lane("A", 0), 70)), List.of("silver.listens-1")));
        assertThat(Marks.of(positions, LISTENS, new Generation(2)))
                .isEqualTo(new Marks(List.of(new Mark(new Lane("C", 0), 5)), List.of()));
    }

    private static Position position(
            String connector, String topic, int partition, Optional<String> topicId, OptionalLong restart) {
        return new Position(
                connector,
                new TopicPartition(topic, partition),
                new History("abcd1234", topicId, List.of()),
                1,
                restart.isPresent() ? OptionalLong.of(restart.getAsLong() + 10) : restart,
                restart);
    }
}
