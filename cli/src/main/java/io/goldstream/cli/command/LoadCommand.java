package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.load.ChunkReader;
import io.goldstream.cli.load.Delivery;
import io.goldstream.cli.load.EventFile;
import io.goldstream.cli.load.HttpDelivery;
import io.goldstream.cli.load.KafkaDelivery;
import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.Loader;
import io.goldstream.cli.load.Via;
import io.goldstream.events.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code goldstream load}. */
@Command(
        name = "load",
        description = "Send files of events into the pipeline: one JSON object per line, plain or gzip.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Over HTTP, each request has an idempotency key made from its events, so a file",
            "that is loaded again gives the same ids. Over Kafka, load adds neither ids nor",
            "keys, so events that are sent twice may count twice. If the gateway asks for a",
            "write key, set it in GOLDSTREAM_WRITE_KEY or in a profile."
        })
public final class LoadCommand implements Callable<Integer> {

    public static final long MEBIBYTE = 1024L * 1024;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--edge",
            paramLabel = "URL",
            description = "The gateway's edge, such as https://events.example.com. Default: GOLDSTREAM_EDGE in the"
                    + " environment.")
    private String edge;

    @Mixin
    private KafkaOption kafka;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Files of events. Without --type, the file name must contain the type: page_view, listen, auth or"
                            + " status_change.")
    private List<Path> files;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The type of events in all files, whatever their names.")
    private String type;

    @Option(
            names = "--via",
            paramLabel = "WAY",
            defaultValue = "http",
            description = "http: through the gateway (default); kafka: as bytes to the raw topics, as eventsim does.")
    private Via via;

    @Override
    public Integer call() throws Exception {
        Optional<EventType> named = namedType();
        long bytes = 0;
        for (Path file : files) {
            InputFile.require(file);
            bytes += Files.size(file);
        }
        List<EventFile> sources = files.stream()
                .map(file -> named.map(of -> new EventFile(file, of)).orElseGet(() -> EventFile.byName(file)))
                .toList();
        try (Loader loader = new Loader(delivery(profile.place()))) {
            try (LoadProgress progress = new LoadProgress("load", bytes, " MiB", MEBIBYTE)) {
                boolean whole = true;
                for (int i = 0; i < sources.size() && whole; i++) {
                    try (ChunkReader reader = ChunkReader.open(sources.get(i), progress)) {
                        whole = loader.load(reader);
                    }
                }
            }
            return conclude(loader.finish());
        }
    }

    private Delivery delivery(Place place) throws IOException {
        return switch (via) {
            case HTTP ->
                new HttpDelivery(place.url(Setting.EDGE), place.find(Setting.WRITE_KEY), HttpDelivery.PATIENCE);
            case KAFKA -> new KafkaDelivery(KafkaOption.client(place));
        };
    }

    /** Prints the summary; the exit code says whether all was delivered. */
    public static int conclude(LoadReport report) {
        System.out.print(report.summary());
        if (!report.isDelivered()) {
            System.err.println("goldstream: some events were not delivered, and the events after them were not sent:"
                    + " see 'goldstream status', then load the same files again");
            return 1;
        }
        return 0;
    }

    private Optional<EventType> namedType() {
        if (type == null) {
            return Optional.empty();
        }
        EventType named = EventType.byId(type)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--type: there is no " + type + ", only " + EventFile.ids()));
        return Optional.of(named);
    }
}
