package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class WrongUsageTest {

    private static String refused(String... arguments) {
        return told(2, arguments);
    }

    private static String told(int exit, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Goldstream.commandLine().setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute(arguments)).isEqualTo(exit);
        return err.toString();
    }

    @Test
    void isToldInALineWithTheWayToHelp() {
        assertThat(refused("simulate", "--days", "many").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("goldstream simulate: ", "--days", "many"))
                .endsWith("'goldstream simulate --help' explains its options.");
    }

    @Test
    void aFolderIsNoFileForAReport() {
        assertThat(refused("report", "--out", ".").lines()).hasSize(2).satisfies(lines -> assertThat(lines.getFirst())
                .contains("--out names a folder", "report.html"));
    }

    @Test
    void suggestsWhatWasMeantInTheSameLine() {
        assertThat(refused("simulate", "--dasy", "3").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("--dasy", "--days"));
        for (String misspelt : List.of("sqll", "dmeo", "staus", "--profil")) {
            assertThat(refused(misspelt).lines())
                    .hasSize(2)
                    .satisfies(lines -> assertThat(lines.getFirst()).contains(misspelt))
                    .endsWith("'goldstream --help' lists its commands.");
        }
        assertThat(refused("sqll")).contains(": did you mean sql?");
        assertThat(refused("bench", "egde").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("egde"))
                .endsWith("'goldstream bench --help' lists its commands.");
    }

    @Test
    void showsWhichCommandsThereAreWhereNoneIsNamed() {
        assertThat(refused()).contains("Missing required subcommand", "  demo ");
        assertThat(refused("bench")).contains("Missing required subcommand", "  edge ");
    }

    /** Whatever its type is: a date, a time, a duration, a number, a path, one of a few words. */
    @Test
    void aValueThatIsNoneOfItsOptionsIsToldWithoutANameOfJavas() {
        List<String> told = new ArrayList<>();
        CommandLine root = Goldstream.commandLine();
        List<CommandLine> open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            CommandLine command = open.removeLast();
            open.addAll(command.getSubcommands().values());
            List<String> path = List.of(command.getCommandSpec().qualifiedName().split(" "));
            for (ArgSpec argument : command.getCommandSpec().args()) {
                if (argument.arity().max() > 0) {
                    for (String value : List.of("\0", "soon", "99999999999999999999", "+999999999-01-01")) {
                        List<String> arguments = new ArrayList<>(path.subList(1, path.size()));
                        if (argument instanceof OptionSpec option) {
                            arguments.add(option.longestName());
                        }
                        arguments.add(value);
                        try {
                            root.parseArgs(arguments.toArray(String[]::new));
                        } catch (ParameterException wrong) {
                            told.add(wrong.getMessage());
                        }
                    }
                }
            }
        }

        assertThat(told).hasSizeGreaterThan(60).allSatisfy(message -> assertThat(message)
                .doesNotContain("java.", "Exception", "LocalDate", " int", " long"));
    }

    @Test
    void anAddressThatKafkaRefusesIsTold() {
        assertThat(told(1, "storage", "--topics", "--kafka", "nonsense"))
                .isEqualTo("goldstream: Kafka: Invalid url in bootstrap.servers: nonsense\n");
    }

    @Test
    void aNumberOutOfItsRangeIsToldBeforeAnythingIsAsked() {
        assertThat(refused("quarantine", "--trino", "http://127.0.0.1:1", "--latest", "-3"))
                .contains("--latest must be 1 or more");
        for (String base : List.of("1023", "65437", "2147483647")) {
            assertThat(refused("up", "--port-base", base))
                    .contains("--port-base: must be from 1024 to 65436, not " + base);
        }
    }

    @Test
    void aFileThatHoldsSomethingElseIsNamed(@TempDir Path folder) throws Exception {
        Path sink = Files.writeString(folder.resolve("sink.json"), "{\"a\":");
        assertThat(told(1, "sinks", "put", folder.toString(), "--connect", "http://127.0.0.1:1"))
                .contains(sink + " is no JSON object")
                .doesNotContain("Exception");
        Files.writeString(sink, "[]");
        assertThat(told(1, "sinks", "put", folder.toString(), "--connect", "http://127.0.0.1:1"))
                .contains(sink + " is no JSON object");
        assertThat(told(1, "key", "new", "--id", "a", "--source", "b", "--file", folder.toString()))
                .isEqualTo("goldstream: " + folder + " is a folder: name a file\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--connect", "--edge", "--gateway"})
    void anAddressThatIsNoneIsToldWithItsOption(String option) {
        String command = Map.of("--connect", "status", "--edge", "load", "--gateway", "replay")
                .get(option);
        for (String address : List.of("localhost:8083", "http://a b", "http://", "ftp://localhost", "8083")) {
            List<String> arguments = new ArrayList<>(List.of(command, option, address));
            if (command.equals("load")) {
                arguments.addAll(List.of("--type", "listen", "pom.xml"));
            }
            assertThat(refused(arguments.toArray(String[]::new)))
                    .contains(option + ": is no address such as http://127.0.0.1:9080: " + address);
        }
    }
}
