package io.goldstream.connect.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gateway and plugins of different versions. The rows were written by the gateway of the commit before the tables had
 * {@code source_topic_id}, of events with all fields: so they also tell which columns the plugins of that commit knew.
 */
class UpgradeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/rows-before-source-topic-id.txt")).stream()
                .map(line -> line.split(" ", 2))
                .map(parts -> Arguments.of(parts[0], parts[1]));
    }

    /** Plugins first, as the runbook says: they read what an older gateway writes, and what it wrote before. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void newPluginsReadRowsOfAnOlderGateway(String topic, String row) throws IOException {
        EventConverter converter = new EventConverter();
        converter.configure(Map.of("unknown.properties", "Fail"), false);

        Struct read = (Struct) converter
                .toConnectData(topic, row.getBytes(StandardCharsets.UTF_8))
                .value();

        assertThat(read.schema().fields())
                .filteredOn(field -> read.get(field) != null)
                .extracting(field -> field.name())
                .containsAll(names(row));
    }

    /** The gateway first: nothing is dropped, and the message says what is to be updated. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void olderPluginsDropNothingThatANewGatewayWrites(String topic, String row) throws IOException {
        Table table = Tables.byTopic(topic).orElseThrow();
        List<String> known = names(row);
        List<Column> older = table.columns().stream()
                .filter(column -> !column.required() || known.contains(column.name()))
                .filter(column -> !column.name().equals("source_topic_id"))
                .toList();
        String newer =
                ((ObjectNode) JSON.readTree(row)).put("source_topic_id", "id").toString();

        assertThatThrownBy(() -> read(table, older, newer, UnknownProperties.FAIL))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic " + topic)
                .hasMessageContaining("does not know the property source_topic_id")
                .hasMessageContaining("Update the plugins");
        assertThatCode(() -> read(table, older, newer, UnknownProperties.SKIP)).doesNotThrowAnyException();
    }

    private static void read(Table table, List<Column> columns, String row, UnknownProperties unknown)
            throws IOException {
        Table older = new Table(table.layer(), table.name(), columns, table.partitioning(), table.comment());
        try (var parser = JSON.getFactory().createParser(row)) {
            parser.nextToken();
            new RowReader(older.topic(), columns, ConnectSchemas.of(older), unknown).read(parser);
        }
    }

    private static List<String> names(String row) throws IOException {
        return JSON.readTree(row).propertyStream().map(Map.Entry::getKey).toList();
    }
}
