package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of docs/gold.md runs as it stands there. */
class ExamplesIT {

    private static SmallLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = SmallLake.get();
    }

    static Stream<View> views() {
        return GoldDocumentTest.shown().stream();
    }

    @ParameterizedTest
    @MethodSource("views")
    void runs(View view) throws Exception {
        try (Connection connection = lake.connect()) {
            assertThat(Query.run(connection, view.example()).columns()).isNotEmpty();
        }
    }
}
