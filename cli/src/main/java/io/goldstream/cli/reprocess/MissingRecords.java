package io.goldstream.cli.reprocess;

import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What raw has, and neither bronze nor quarantine: refines it from the tables of raw, by the gateway's own code. */
public final class MissingRecords {

    private final Installation installation;
    private final Generation generation;
    private final Offsets offsets;
    private final Connection connection;
    private final Consumer<String> progress;

    /**
     * @param generation the one in use
     * @param progress told what is done, in a few words
     */
    public MissingRecords(
            Installation installation,
            Generation generation,
            Offsets offsets,
            Connection connection,
            Consumer<String> progress) {
        this.installation = installation;
        this.generation = generation;
        this.offsets = offsets;
        this.connection = connection;
        this.progress = progress;
    }

    /**
     * Appends them to the topics.
     *
     * @param limit how long it may take until what is refined has landed
     * @return how many there were
     */
    public long refine(Duration limit) throws IOException, InterruptedException, SQLException {
        progress.accept("starting the gateway");
        try (GatewayBatch gateway = GatewayBatch.start(installation, generation, GatewayBatch.Task.MISSING)) {
            gateway.awaitReady();
            // From here on no older run commits. What the group has refined is in its topics; once that has landed,
            // what is not in the tables is nowhere.
            Map<TopicPartition, Long> refined = offsets.committed(Diagnosis.refineryGroup(generation));
            new Landing(offsets).await(generation, Instant.now().plus(limit));
            progress.accept("looking for what is missing");
            long missing = feed(gateway, refined);
            gateway.await();
            return missing;
        }
    }

    private long feed(GatewayBatch gateway, Map<TopicPartition, Long> refined)
            throws SQLException, InterruptedException {
        try {
            return new LandedRaw(connection).writeMissing(refined, gateway.lines());
        } catch (IOException | UncheckedIOException e) {
            gateway.await(); // says why it reads no more
            throw gateway.endedEarly(e);
        }
    }
}
