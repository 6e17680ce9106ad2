package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.goldstream.events.schema.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The runbook's table of sizes says what its own formula gives. */
class SizingTest {

    /** How much of a disk is in use when all topics have what they keep. */
    private static final double IN_USE = 0.75;

    private static final double GIB = 1L << 30;

    private final Overlay overlay = Overlay.render(Overlay.PRODUCTION);
    private final String runbook = Files.readString(Path.of("../docs/operations.md"));

    SizingTest() throws IOException {}

    @Test
    void theDisksOfTheTableHoldWhatTheTopicsKeep() {
        List<MatchResult> rows = Pattern.compile(
                        "(?m)^\\| ([\\d,]+)/s \\|.*\\| (\\d+) × [\\d.]+, ([\\d.]+) (GiB|TiB) \\|")
                .matcher(runbook)
                .results()
                .toList();

        assertThat(rows).hasSize(3).allSatisfy(row -> {
            double needed =
                    gib(Integer.parseInt(row.group(1).replace(",", "")), Integer.parseInt(row.group(2))) / IN_USE;
            double disk = Double.parseDouble(row.group(3)) * (row.group(4).equals("TiB") ? 1024 : 1);
            assertThat(disk).as(row.group()).isBetween(needed, 1.3 * needed);
        });
        assertThat(Quantity.getAmountInBytes(new Quantity(overlay.get("KafkaNodePool", "broker")
                                .at("/spec/storage/volumes/0/size")
                                .asText()))
                        .longValue())
                .isEqualTo((long) (Double.parseDouble(rows.getFirst().group(3)) * GIB));
    }

    /** What is on each broker's disk, in GiB, by the topics' own settings. */
    private double gib(int eventsPerSecond, int brokers) {
        Map<String, Long> bytes = new HashMap<>();
        Pattern.compile("(?m)^\\| (\\w+) \\| \\d+ \\| (\\d+) \\|$")
                .matcher(runbook)
                .results()
                .forEach(row -> bytes.put(row.group(1), Long.parseLong(row.group(2))));
        double total = 0;
        for (Layer layer : Set.of(Layer.RAW, Layer.BRONZE, Layer.SILVER)) {
            Manifest topic = overlay.of("KafkaTopic")
                    .filter(one -> one.at("/spec/topicName").asText().startsWith(layer.id() + ".listen"))
                    .findFirst()
                    .orElseThrow();
            double seconds = topic.at("/spec/config/retention.ms").asLong() / 1000.0;
            total += eventsPerSecond
                    * seconds
                    * bytes.get(layer.id())
                    * topic.at("/spec/replicas").asInt();
        }
        return total / brokers / GIB;
    }
}
