package io.goldstream.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.Common;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TablesTest {

    @Test
    void thereIsOneForEveryTopic() {
        assertThat(Tables.all())
                .extracting(Table::topic)
                .containsExactly(
                        "raw.page_view_events",
                        "raw.listen_events",
                        "raw.auth_events",
                        "raw.status_change_events",
                        "bronze.page_view_events",
                        "bronze.listen_events",
                        "bronze.auth_events",
                        "bronze.status_change_events",
                        "silver.page_views",
                        "silver.listens",
                        "silver.auth_attempts",
                        "silver.status_changes",
                        "quarantine.events");
    }

    @ParameterizedTest
    @EnumSource
    void theFieldsOfATypeAreThoseOfItsRecord(EventType type) {
        List<String> components = new ArrayList<>();
        Stream.of(Common.class, type.record())
                .flatMap(record -> Stream.of(record.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("common"))
                .forEach(components::add);

        assertThat(type.fields()).extracting(Field::jsonName).containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void bronzeListensAreWhatTheContractSays() {
        assertThat(Tables.byTopic("bronze.listen_events").orElseThrow().columns())
                .extracting(Column::name)
                .containsExactly(
                        "event_id",
                        "event_time",
                        "session_id",
                        "item_in_session",
                        "user_id",
                        "first_name",
                        "last_name",
                        "gender",
                        "registered_at",
                        "level",
                        "auth",
                        "artist",
                        "song",
                        "duration_seconds",
                        "city",
                        "state",
                        "zip",
                        "lon",
                        "lat",
                        "user_agent",
                        "received_at",
                        "rescued",
                        "source_topic",
                        "source_partition",
                        "source_offset",
                        "source_timestamp",
                        "source_topic_id");
    }

    @Test
    void silverHasNoNames() {
        assertThat(Tables.of(Layer.SILVER)).hasSize(4).allSatisfy(table -> assertThat(table.columns())
                .extracting(Column::name)
                .doesNotContain("first_name", "last_name")
                .contains("event_id", "location_key", "device", "form", "source_offset"));
    }

    @Test
    void everyLayerCarriesTheRawCoordinates() {
        assertThat(Tables.all()).allSatisfy(table -> assertThat(table.columns())
                .filteredOn(Column::required)
                .extracting(Column::name)
                .contains("source_topic", "source_partition", "source_offset", "source_timestamp"));
    }

    /** Null in old files, so that nothing has to be landed anew. */
    @Test
    void whatIsLandedEndsWithWhereItWasRead() {
        assertThat(Tables.all()).allSatisfy(table -> {
            List<Column> landed = table.landedColumns();
            assertThat(landed).startsWith(table.columns().toArray(Column[]::new));
            assertThat(landed.subList(table.columns().size(), landed.size()))
                    .allSatisfy(column -> assertThat(column.required()).isFalse())
                    .extracting(Column::name)
                    .containsExactly("landed_topic_id", "landed_partition", "landed_offset");
        });
    }

    @Test
    void whatIsMadeOfRawNamesItsTopicsIdToo() {
        assertThat(Tables.all()).allSatisfy(table -> assertThat(table.columns())
                .extracting(Column::name)
                .endsWith(table.layer() == Layer.RAW ? "source_timestamp" : "source_topic_id"));
    }

    @Test
    void everyColumnIsCommentedInASentence() {
        assertThat(Tables.all().stream().flatMap(table -> table.landedColumns().stream()))
                .allSatisfy(column -> assertThat(column.comment()).endsWith("."));
    }
}
