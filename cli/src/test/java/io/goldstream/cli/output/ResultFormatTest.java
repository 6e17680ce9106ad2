package io.goldstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultFormatTest {

    @Test
    void csvQuotesWhatNeedsQuotesAndTellsNullFromEmpty() {
        assertThat(print(
                        ResultFormat.CSV,
                        List.of("a", "the \"b\""),
                        Arrays.asList("x,\"y\"", null),
                        List.of("", "two\nlines"),
                        List.of(" edge", "Olomidé")))
                .isEqualTo("""
                        a,"the ""b""\"
                        "x,""y""\",
                        "","two
                        lines"
                        " edge",Olomidé
                        """);
    }

    @Test
    void csvWritesNumbersAndTimesPlainly() {
        assertThat(print(
                        ResultFormat.CSV,
                        List.of("n", "t", "d", "l"),
                        List.of(
                                2572684.28e3,
                                LocalDateTime.of(2025, 1, 30, 0, 0),
                                LocalDate.of(2025, 1, 30),
                                List.of(1, 2))))
                .isEqualTo("n,t,d,l\n2572684280,2025-01-30 00:00:00.000,2025-01-30,\"[1,2]\"\n");
    }

    @Test
    void aTimeWithAZoneIsWrittenInItsZone() {
        assertThat(print(
                        ResultFormat.CSV,
                        List.of("t"),
                        List.of(ZonedDateTime.of(2025, 1, 30, 22, 0, 0, 0, ZoneId.of("America/New_York")))))
                .isEqualTo("t\n2025-01-30 22:00:00.000 America/New_York\n");
    }

    @Test
    void jsonIsAnArrayOfObjects() {
        assertThat(print(ResultFormat.JSON, List.of("a", "b"), Arrays.asList(1.5e10, null), List.of(true, "\"")))
                .isEqualTo("[\n{\"a\":15000000000,\"b\":null},\n{\"a\":true,\"b\":\"\\\"\"}\n]\n");
        assertThat(print(ResultFormat.JSON, List.of("a"))).isEqualTo("[]\n");
    }

    @Test
    void jsonKeepsEachOfTheColumnsThatShareAName() {
        assertThat(print(
                        ResultFormat.JSON,
                        List.of("level", "level", "level_2", "level"),
                        List.of("free", "paid", "a", "b")))
                .isEqualTo("[\n{\"level\":\"free\",\"level_3\":\"paid\",\"level_2\":\"a\",\"level_4\":\"b\"}\n]\n");
    }

    @Test
    void aTimeKeepsItsDigits() {
        assertThat(print(
                        ResultFormat.CSV,
                        List.of("t"),
                        List.of(LocalDateTime.of(2025, 1, 30, 22, 0, 0, 123_456_000)),
                        List.of(ZonedDateTime.of(2025, 1, 30, 22, 0, 0, 1, ZoneId.of("UTC")))))
                .isEqualTo("t\n2025-01-30 22:00:00.123456\n2025-01-30 22:00:00.000000001 UTC\n");
    }

    @Test
    void aTableHasNumbersToTheRight() {
        assertThat(print(ResultFormat.TABLE, List.of("who", "n"), List.of("a", 5L), Arrays.asList(null, 1234L)))
                .isEqualTo("""
                        +------+------+
                        | who  | n    |
                        +------+------+
                        | a    |    5 |
                        | NULL | 1234 |
                        +------+------+
                        """);
    }

    @Test
    void semicolonsInQuotesAndCommentsEndNothing() {
        assertThat(SqlStatements.split("SELECT ';', \"a;b\" -- ; no\n; /* ; */ SELECT 2;\n;"))
                .containsExactly("SELECT ';', \"a;b\" -- ; no", "/* ; */ SELECT 2");
    }

    @Test
    void semicolonsInAFunctionsBlocksEndNothing() {
        String function = """
                -- a score
                WITH FUNCTION score(n bigint) RETURNS varchar
                  BEGIN
                    DECLARE i, c bigint DEFAULT 0; -- END
                    IF n < 0 THEN RETURN 'END;'; END IF;
                    WHILE i < n DO SET i = i + 1; END WHILE;
                    CASE n WHEN 1 THEN RETURN CASE WHEN i = 1 THEN 'one' END; ELSE SET c = i; END CASE;
                    REPEAT SET c = c + 1; UNTIL c > 3 END REPEAT;
                    RETURN 'many';
                  END
                SELECT score(2), CASE WHEN true THEN 1 END""";
        assertThat(SqlStatements.split(function + "; select begin from t; SELECT 2"))
                .containsExactly(function, "select begin from t", "SELECT 2");
        assertThat(SqlStatements.split("create or replace function f() returns int begin return 1; end; SELECT f()"))
                .containsExactly("create or replace function f() returns int begin return 1; end", "SELECT f()");
    }

    @Test
    void aCommentAloneIsNoStatement() {
        assertThat(SqlStatements.split("-- first\nSELECT 1;\n-- the end\n/* ; */ ; -- really"))
                .containsExactly("-- first\nSELECT 1");
    }

    @Test
    void aQuotedTextMayBeLong() {
        String statement = "SELECT '" + "a;''".repeat(100_000) + "'";
        assertThat(SqlStatements.split(statement + "; SELECT 2")).containsExactly(statement, "SELECT 2");
    }

    @SafeVarargs
    private static String print(ResultFormat format, List<String> columns, List<Object>... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultFormat.Printer printer = format.printer(new PrintStream(bytes, false, StandardCharsets.UTF_8));
        printer.columns(columns);
        for (List<Object> row : rows) {
            printer.row(row);
        }
        printer.end();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
