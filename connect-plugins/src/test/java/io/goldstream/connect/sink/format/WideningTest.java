package io.goldstream.connect.sink.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class WideningTest {

    @Test
    void aFieldThatOneLacksIsNullable() {
        Schema one = SchemaBuilder.struct()
                .field("a", Schema.STRING_SCHEMA)
                .field("gone", Timestamp.SCHEMA)
                .build();
        Schema other = SchemaBuilder.struct()
                .field("new", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .field("a", Schema.STRING_SCHEMA)
                .build();

        assertThat(Widening.of(one, other))
                .isEqualTo(plain(SchemaBuilder.struct()
                        .field("a", Schema.STRING_SCHEMA)
                        .field("gone", Timestamp.builder().optional().build())
                        .field(
                                "new",
                                SchemaBuilder.array(Schema.INT32_SCHEMA)
                                        .optional()
                                        .build())
                        .build()));
    }

    @Test
    void numbersTakeTheWiderOfTwo() {
        assertThat(widen(Schema.INT8_SCHEMA, Schema.INT64_SCHEMA)).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(widen(Schema.INT64_SCHEMA, Schema.INT32_SCHEMA)).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(widen(Schema.FLOAT32_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA))
                .isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
    }

    @Test
    void insideOfListsMapsAndStructsToo() {
        Schema inner = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA).build();
        Schema wider = SchemaBuilder.struct().field("n", Schema.INT64_SCHEMA).build();

        assertThat(widen(
                        SchemaBuilder.array(inner).build(),
                        SchemaBuilder.array(wider).build()))
                .isEqualTo(SchemaBuilder.array(wider).build());
        assertThat(widen(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, inner).build(),
                        SchemaBuilder.map(Schema.STRING_SCHEMA, wider).build()))
                .isEqualTo(SchemaBuilder.map(Schema.STRING_SCHEMA, wider).build());
    }

    @Test
    void whatDoesNotBearOnValuesDoesNotWiden() {
        Schema plain = SchemaBuilder.struct().field("a", Schema.STRING_SCHEMA).build();
        Schema decorated = SchemaBuilder.struct()
                .version(7)
                .doc("words")
                .field("a", SchemaBuilder.string().doc("more").build())
                .build();
        Schema held = Format.PARQUET.widen(null, plain);

        assertThat(Format.PARQUET.widen(held, decorated)).isSameAs(held);
    }

    @Test
    void whatNoColumnHoldsIsNamed() {
        assertIncompatible(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA);
        assertIncompatible(Schema.INT64_SCHEMA, Schema.FLOAT64_SCHEMA);
        assertIncompatible(Schema.INT64_SCHEMA, Timestamp.SCHEMA);
        assertIncompatible(Date.SCHEMA, Schema.INT32_SCHEMA);
        assertIncompatible(Decimal.schema(2), Decimal.schema(3));
        assertIncompatible(
                Schema.STRING_SCHEMA, SchemaBuilder.array(Schema.STRING_SCHEMA).build());
    }

    @Test
    void decimalsTakeTheGreaterPrecision() {
        Schema small = Decimal.builder(2).parameter(Decimals.PRECISION, "9").build();
        Schema large = Decimal.builder(2).parameter(Decimals.PRECISION, "12").build();

        assertThat(widen(small, large)).isEqualTo(plain(large));
        assertThat(widen(small, Decimal.schema(2))).isEqualTo(plain(Decimal.schema(2)));
    }

    /** Without what does not bear on values, such as the version that Connect gives its logical types. */
    private static Schema plain(Schema schema) {
        return Widening.of(schema, schema);
    }

    private static void assertIncompatible(Schema one, Schema other) {
        assertThatThrownBy(() -> widen(one, other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the field outer.f is ");
    }

    private static Schema widen(Schema one, Schema other) {
        return Widening.of(nested(one), nested(other))
                .field("outer")
                .schema()
                .field("f")
                .schema();
    }

    private static Schema nested(Schema field) {
        return SchemaBuilder.struct()
                .field("outer", SchemaBuilder.struct().field("f", field).build())
                .build();
    }
}
