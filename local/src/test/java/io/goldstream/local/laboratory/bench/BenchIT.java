package io.goldstream.local.laboratory.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.local.Cli;
import org.junit.jupiter.api.Test;

/** Every benchmark runs to its end on real servers. With so few events the numbers mean nothing, and none is looked at. */
class BenchIT {

    /** The second compiler's work pays only with more events. */
    private static final String QUICK = "--jvm=-XX:TieredStopAtLevel=1";

    @Test
    void theEdgeIsMeasuredAgainstItsFloor() throws Exception {
        JsonNode json = bench("edge", "--events", "1000", "--warm-ups", "1", QUICK);
        assertThat(json.path("series").findValuesAsText("name"))
                .containsExactly(
                        "producer, no HTTP",
                        "scanning, no server",
                        "reading, no server",
                        "floor, 1 event a request",
                        "gateway, 1 event a request",
                        "bare server, 1 event a request",
                        "floor, 50 events a request",
                        "gateway, 50 events a request",
                        "floor with names, 50 events a request",
                        "floor, 500 events a request",
                        "gateway, 500 events a request",
                        "floor with names, 500 events a request");
        assertThat(json.path("goals")).hasSize(6);
    }

    @Test
    void theRefineryIsMeasuredAgainstABareCopy() throws Exception {
        JsonNode json = bench("refinery", "--events", "1000", "--warm-ups", "1", QUICK);
        assertThat(json.path("series").findValuesAsText("name"))
                .containsExactly("copy to one topic", "copy to two topics", "refinery");
        assertThat(json.path("output_bytes_per_event").asDouble())
                .isGreaterThan(json.path("copy_output_bytes_per_event").asDouble());
        assertThat(json.path("ratio_by_output_bytes").asDouble())
                .isGreaterThan(json.path("ratio").asDouble());
        assertThat(json.path("goals")).hasSize(2);
    }

    @Test
    void goldIsMeasuredBesideQueriesThatGiveTheSameRows() throws Exception {
        JsonNode json = bench("gold", "--plays", "30000", "--heap", "1500");
        assertThat(json.path("series")).hasSize(2 * GoldQuestion.VIEWS.size());
        assertThat(json.path("fact_stream of 30,000").asText()).matches(".* s, .* MB read; best .* s, .* MB; ratio .*");
    }

    @Test
    void movingRowsIsMeasuredWithAShortAndALongHistory() throws Exception {
        JsonNode json = bench("advance", "--history", "100000,200000", "--events", "5000");
        assertThat(json.path("series").findValuesAsText("name"))
                .containsExactly("100,000 rows of history", "200,000 rows of history");
        assertThat(json.path("goals")).hasSize(1);
    }

    @Test
    void aStartWithTheCacheIsMeasuredBesideOneWithout() throws Exception {
        JsonNode json = bench("start");
        assertThat(json.path("series").findValuesAsText("name")).containsExactly("jvm", "jvm, AOT cache");
        assertThat(json.path("rss_mib").asDouble()).isPositive();
        assertThat(json.path("seconds_to_ready").asDouble()).isPositive();
        assertThat(json.path("cache_mib").asDouble()).isPositive();
    }

    @Test
    void theSinkIsMeasuredAgainstABareLoopThatWritesTheSameFiles() throws Exception {
        JsonNode json = bench("sink", "--rows", "10000", "--paths", "30", "--partitions", "4", QUICK);
        assertThat(json.path("series").findValuesAsText("name"))
                .containsExactly(
                        "bare loop, 30 paths, 4 partitions",
                        "sink, 30 paths, 4 partitions",
                        "Connect alone, 30 paths, 4 partitions");
        assertThat(json.path("goals")).hasSize(1);
    }

    private static JsonNode bench(String name, String... options) throws Exception {
        String[] arguments = new String[options.length + 6];
        System.arraycopy(new String[] {"bench", name, "--repeats", "1", "--format", "json"}, 0, arguments, 0, 6);
        System.arraycopy(options, 0, arguments, 6, options.length);
        JsonNode json = new JsonMapper()
                .readTree(new Cli("bench")
                        .withRecentFirstDate()
                        .run(arguments)
                        .succeeded()
                        .out());
        assertThat(json.path("name").asText()).isEqualTo(name);
        assertThat(json.path("ratio").asDouble()).isPositive();
        assertThat(json.path("spread").isNumber()).isTrue();
        assertThat(json.path("cpu_us_per_event").isNumber()).isTrue();
        return json;
    }
}
