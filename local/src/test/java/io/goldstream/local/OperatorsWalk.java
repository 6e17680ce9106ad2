package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli.Run;
import io.goldstream.local.stack.Ports;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an operator does to a cluster, with the command line of its image and a profile: here, to a test's stack. */
final class OperatorsWalk {

    private final Cli cli;

    /** @param stack the test's, which the operator only knows by its addresses and its key */
    OperatorsWalk(Cli stack, Ports there) throws Exception {
        cli = operator("operators-walk", stack, there).withRecentFirstDate();
    }

    /** A command line that knows the stack by a profile, and its Kafka by the environment. */
    static Cli operator(String name, Cli stack, Ports there) throws Exception {
        Cli cli = Cli.ofOperators(name)
                .with("GOLDSTREAM_PROFILE", "cluster")
                .with("GOLDSTREAM_KAFKA", there.bootstrapServers());
        Files.writeString(cli.work().resolve("goldstream.yaml"), """
                cluster:
                  kafka: nobody.example:9092 # the environment names another
                  trino: %s
                  connect: %s
                  edge: %s
                  gateway: %s/
                  operator-key-file: %s
                  lake: %s
                  gateway-command: "'%s' -jar '%s'"
                """.formatted(
                        there.trinoUrl(),
                        there.connectUrl(),
                        there.gatewayUrl(),
                        there.gatewayManagementUrl(),
                        stack.home().resolve("operator.key"),
                        stack.home().resolve("lake"),
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Project.current().gatewayJar()));
        return cli;
    }

    /** What raw has, and neither bronze nor quarantine, comes back: so many records. */
    void refinesMissing(long records) throws Exception {
        assertThat(run("reprocess", "--missing").out())
                .isEqualTo("refined %,d records that were missing%n".formatted(records));
    }

    /** From whether it runs to a copy of its checkpoints. */
    void looksAfterIt() throws Exception {
        assertThat(run("status").out())
                .contains("goldstream-raw/0", "RUNNING")
                .doesNotContain("| server ")
                .containsPattern("silver +\\| +\\d+ \\| +0 ");
        assertThat(run("sinks", "put", Project.current().sinks().toString()).out())
                .contains("goldstream-quarantine runs");
        assertThat(run("load", Cli.fixture("listen_quirks.ndjson")).out()).startsWith("accepted 2, quarantined 2,");
        assertThat(run("wait", "--timeout", "5m").out()).contains("raw.listen_events", "yes");
        assertThat(run("sql", "--format", "csv", "SELECT count(*) > 0 AS n FROM gold.fact_stream")
                        .out())
                .isEqualTo("n\ntrue\n");
        assertThat(run("check", "--only", "reconciliation").out()).contains("yes");
        assertThat(run("check", "--only", "references").out())
                .as("over base tables, the check of most stages")
                .contains("yes");
        assertThat(run("quarantine").out()).contains("malformed");
        assertThat(run("replay", "--dry-run").out()).startsWith("would send 0 events");
        assertThat(run("checkpoint", "list").out()).contains("goldstream-bronze", "bronze.listen_events");
        run("checkpoint", "backup", "copy.json");
        assertThat(cli.work().resolve("copy.json")).content().contains("goldstream-silver");
        assertThat(run("storage", "--topics", "--format", "csv").out()).contains("bronze.listen_events,");
        assertThat(run("storage", "--format", "csv").out()).contains("silver,listens,");
        refinesMissing(0);
    }

    private Run run(String... arguments) throws Exception {
        return cli.run(arguments).succeeded();
    }
}
