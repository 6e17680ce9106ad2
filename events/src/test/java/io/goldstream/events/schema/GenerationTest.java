package io.goldstream.events.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void everyTopicLeadsBackToItsTable(int number) {
        Generation generation = new Generation(number);
        for (Table table : Tables.all()) {
            assertThat(Tables.byTopic(generation.topic(table))).contains(table);
        }
    }

    @Test
    void theFirstHasThePlainNamesAndRawHasNoOther() {
        Table listens = Tables.byTopic("bronze.listen_events").orElseThrow();
        Table raw = Tables.byTopic("raw.listen_events").orElseThrow();

        assertThat(Generation.FIRST.topic(listens)).isEqualTo("bronze.listen_events");
        assertThat(new Generation(2).topic(listens)).isEqualTo("bronze.listen_events_g2");
        assertThat(new Generation(2).topic(raw)).isEqualTo("raw.listen_events");
        assertThat(Tables.byTopic("raw.listen_events_g2")).isEmpty();
        assertThat(Tables.byTopic("bronze.listen_events_g0")).isEmpty();
        assertThatThrownBy(() -> new Generation(0)).hasMessageContaining("from 1");
    }
}
