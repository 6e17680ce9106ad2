package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.cli.reprocess.GenerationTopics;
import io.goldstream.cli.reprocess.Installation;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An installation by its endpoints. Its gateway is somebody else's to stop and start, a cluster's mostly: this says when, and
 * sees by the consumer group whether it was done.
 */
final class NamedInstallation implements Installation {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Place place;
    private final Generation used;
    private final Offsets offsets;
    private final Duration limit;
    private final Consumer<String> progress;

    /** @param limit how long to wait for the gateway to stop */
    NamedInstallation(Place place, Generation used, Offsets offsets, Duration limit, Consumer<String> progress) {
        this.place = place;
        this.used = used;
        this.offsets = offsets;
        this.limit = limit;
        this.progress = progress;
    }

    /** With Kafka as this command reaches it: the gateway takes a client's property as KAFKA_ and its name. */
    @Override
    public ProcessBuilder gateway() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + place.need(Setting.GATEWAY_COMMAND));
        Map<String, Object> client = KafkaOption.client(place);
        client.forEach((name, value) -> builder.environment()
                .put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
        return builder;
    }

    @Override
    public Path log() {
        return place.folder().resolve("reprocess.log").toAbsolutePath();
    }

    @Override
    public void equip(Generation generation) throws IOException, InterruptedException {
        GenerationTopics.createLike(KafkaOption.client(place), used, generation);
        if (place.names(Setting.LAKE) && !place.need(Setting.LAKE).contains("://")) {
            Path lake = FileLake.folder(place);
            for (String folder : Lake.folders(generation)) {
                Files.createDirectories(lake.resolve(folder));
            }
        }
        new Connectors(place.url(Setting.CONNECT)).putBeside(used, generation);
    }

    @Override
    public void use(Generation generation, Runnable lastLook) throws InterruptedException {
        String group = Diagnosis.refineryGroup(used);
        progress.accept(
                "stop all pods of the gateway's refinery: waiting until the group " + group + " has no members");
        Instant deadline = Instant.now().plus(limit);
        while (offsets.hasMembers(group)) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure(
                        "the gateway of generation " + used.number() + " still refines: stop it, then run this again");
            }
            Thread.sleep(PAUSE);
        }
        lastLook.run();
        progress.accept("now start the gateway with GOLDSTREAM_GENERATION=" + generation.number());
    }
}
