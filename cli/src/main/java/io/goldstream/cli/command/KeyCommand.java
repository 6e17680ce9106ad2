package io.goldstream.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.key.OperatorKey;
import io.goldstream.cli.key.WriteKey;
import io.goldstream.cli.key.WriteKeyFile;
import io.goldstream.cli.load.EventFile;
import io.goldstream.events.EventType;
import io.goldstream.events.Lengths;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.rules.AtMost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code goldstream key}. */
@Command(
        name = "key",
        description = "Make keys for clients and operators of a gateway.",
        mixinStandardHelpOptions = true,
        subcommands = {KeyCommand.NewCommand.class, KeyCommand.OperatorCommand.class})
public final class KeyCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new CommandFailure("say which: goldstream key new, or goldstream key operator");
    }

    /** {@code goldstream key operator}. */
    @Command(
            name = "operator",
            description = {
                "Make the operator key of a gateway, which replay needs. It is printed only this once.",
                "Give the gateway the printed setting, which holds the key's hash."
            },
            mixinStandardHelpOptions = true)
    static final class OperatorCommand implements Callable<Integer> {

        @Override
        public Integer call() {
            OperatorKey key = OperatorKey.random();
            System.out.println(key.secret());
            System.err.println("The gateway's setting: " + EdgeProtocol.OPERATORS_VARIABLE + "=" + key.sha256());
            return 0;
        }
    }

    /** {@code goldstream key new}. */
    @Command(
            name = "new",
            description = {
                "Make a write key for a client. It is printed only this once.",
                "Give the gateway the entry with the key's hash, in the file that goldstream.auth.write-keys names."
            },
            mixinStandardHelpOptions = true)
    static final class NewCommand implements Callable<Integer> {

        @Option(
                names = "--id",
                paramLabel = "ID",
                required = true,
                description = "The client's name. Keep it when you replace the key: ids that the gateway makes for"
                        + " events depend on it.")
        private String id;

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                required = true,
                description = "The CloudEvents source of all events with this key, such as /apps/web.")
        private String source;

        @Option(
                names = "--types",
                paramLabel = "TYPE",
                split = ",",
                description =
                        "The event types that the key may send: page_view, listen, auth, status_change. Default: all.")
        private List<String> types = List.of();

        @Option(
                names = "--rate",
                paramLabel = "N",
                description =
                        "The most events per second on average, at each instance of the gateway. Default: no limit.")
        private Integer rate;

        @Option(
                names = "--origins",
                paramLabel = "ORIGIN",
                split = ",",
                description = {
                    "Web pages of these origins may send the key in a URL, such as https://player.example. Beacons need this.",
                    "Everybody can read such a key. Default: none."
                })
        private List<String> origins = List.of();

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "When the key expires, such as 2027-01-01T00:00:00Z. Default: never.")
        private Instant expires;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "Add the entry to this file; it is created if it does not exist.")
        private Path file;

        @Override
        public Integer call() throws Exception {
            WriteKey key = WriteKey.random();
            ObjectNode entry = entry(key);
            if (file == null) {
                System.out.println(key.secret());
                System.out.println(WriteKeyFile.text(entry));
            } else {
                new WriteKeyFile(file).add(entry);
                System.out.println(key.secret());
                System.err.println(
                        "The entry is in " + file + "; a gateway that reads this file accepts the key within seconds.");
            }
            return 0;
        }

        /** The gateway would refuse the whole file. */
        private static void checkText(String option, String text) {
            if (text.isBlank() || !AtMost.Validator.isKept(text, Lengths.ID)) {
                throw new CommandFailure(option + " is a text of 1 to " + Lengths.ID + " characters");
            }
        }

        private ObjectNode entry(WriteKey key) {
            checkText("--id", id);
            checkText("--source", source);
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.put("id", id).put("sha256", key.sha256()).put("source", source);
            for (String type : new LinkedHashSet<>(types)) { // the gateway refuses one that is there twice
                if (EventType.byId(type).isEmpty()) {
                    throw new CommandFailure("--types: there is no event type " + type + ", only " + EventFile.ids());
                }
                entry.withArray("types").add(type);
            }
            if (rate != null) {
                if (rate < 1) {
                    throw new CommandFailure("--rate is 1 event a second or more");
                }
                entry.put("ratePerSecond", rate);
            }
            for (String origin : origins) {
                if (!origin.matches("https?://[^/\\s*?#]+")) {
                    throw new CommandFailure(
                            "--origins: write an origin without a path, such as https://player.example");
                }
                entry.withArray("origins").add(origin);
            }
            if (expires != null) {
                entry.put("expires", expires.toString());
            }
            return entry;
        }
    }
}
