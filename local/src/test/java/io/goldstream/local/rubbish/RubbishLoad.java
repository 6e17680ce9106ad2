package io.goldstream.local.rubbish;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A file in which every second line is rubbish, loaded into a running stack. */
public final class RubbishLoad {

    /** Behind everything that was there before. */
    private static final String NEW =
            "FROM quarantine.events WHERE kind <> 'duplicate' AND source_timestamp > TIMESTAMP '%s'";

    private final Cli cli;
    private final String via;

    /** @param via http or kafka */
    public RubbishLoad(Cli cli, String via) {
        this.cli = cli;
        this.via = via;
    }

    /** Every line has a verdict; the good ones are in gold, the bad ones in quarantine to the byte. */
    public void isQuarantinedAndSpoilsNothing() throws Exception {
        List<Rubbish.Line> rubbish = Rubbish.hundred();
        long before = plays();
        String began = cli.csv("SELECT max(source_timestamp) AS t FROM raw.listen_events")
                .lines()
                .toList()
                .get(1);
        Path file = Files.write(cli.work().resolve("listen_rubbish_" + via + ".ndjson"), mixed(rubbish));

        String load = cli.goldstream("load", "--via", via, file.toString())
                .succeeded()
                .out();

        // By Kafka nobody judges at the door: what is small enough is written, and the refinery has the say.
        assertThat(load)
                .startsWith(
                        via.equals("http")
                                ? "accepted 100, quarantined 98, rejected 2\n"
                                : "accepted 198, quarantined 0, rejected 2\n");
        cli.goldstream("wait").succeeded();
        assertThat(plays()).isEqualTo(before + 100);
        Set<String> sent = new TreeSet<>();
        rubbish.stream().filter(Rubbish.Line::isKept).forEach(line -> sent.add(encode(line.bytes())));
        List<String> quarantined = cli.csv(("SELECT to_base64(value) AS bytes " + NEW).formatted(began))
                .lines()
                .skip(1)
                .toList();
        assertThat(quarantined).hasSize(98);
        assertThat(new TreeSet<>(quarantined)).isEqualTo(sent);
        assertThat(cli.csv(
                        ("SELECT count_if(reason <> '' AND cardinality(violations) > 0) AS n " + NEW).formatted(began)))
                .isEqualTo("n\n98\n");
    }

    private long plays() throws Exception {
        return Long.parseLong(cli.csv("SELECT count(*) AS n FROM gold.fact_stream")
                .lines()
                .toList()
                .get(1));
    }

    /** By Kafka, values end in a newline, as eventsim writes them; that is of the original, too. */
    private String encode(byte[] line) {
        byte[] value = via.equals("http") ? line : Arrays.copyOf(line, line.length + 1);
        if (value.length > line.length) {
            value[line.length] = '\n';
        }
        return Base64.getEncoder().encodeToString(value);
    }

    private static byte[] mixed(List<Rubbish.Line> rubbish) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < rubbish.size(); i++) {
            lines.writeBytes(Rubbish.valid(1_000 + i));
            lines.write('\n');
            lines.writeBytes(rubbish.get(i).bytes());
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
