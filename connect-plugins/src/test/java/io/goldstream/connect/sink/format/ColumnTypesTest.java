package io.goldstream.connect.sink.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ColumnTypesTest {

    /** Connect's Flatten makes one of the other: who puts it before Pseudonymize later has new columns, of their own types. */
    @Test
    void aDotInANameIsNoLevel() {
        Schema nested = SchemaBuilder.struct()
                .field(
                        "user",
                        SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build())
                .build();
        Schema flat =
                SchemaBuilder.struct().field("user.id", Schema.STRING_SCHEMA).build();
        Schema quoted = SchemaBuilder.struct()
                .field("\"user.id\"", Schema.STRING_SCHEMA)
                .build();

        assertThat(Format.PARQUET.columnTypes(nested))
                .containsOnly(Map.entry("user", "STRUCT"), Map.entry("user.id", "INTEGER"));
        assertThat(Format.PARQUET.columnTypes(flat)).containsOnly(Map.entry("\"user.id\"", "STRING"));
        assertThat(Format.PARQUET.columnTypes(quoted)).doesNotContainKeys("user.id", "\"user.id\"");
    }
}
