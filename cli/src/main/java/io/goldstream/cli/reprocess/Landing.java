package io.goldstream.cli.reprocess;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Waits for a generation: until it is refined, and until it is in the lake. */
final class Landing {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Offsets offsets;

    Landing(Offsets offsets) {
        this.offsets = offsets;
    }

    /** Returns when all that stands in a generation's topics now, and in raw's, is in the lake. */
    void await(Generation generation, Instant deadline) throws InterruptedException {
        for (Layer layer : Layer.values()) {
            List<String> topics =
                    Tables.of(layer).stream().map(generation::topic).toList();
            String group = Diagnosis.sinkGroup(layer, generation);
            await(
                    group,
                    offsets.lastRecords(topics),
                    deadline,
                    "the sink of " + group + " has not landed its topics in time");
        }
    }

    /** Returns when a generation is refined up to these raw records. */
    void awaitRefined(Generation generation, Map<TopicPartition, Long> marks, Instant deadline)
            throws InterruptedException {
        await(
                Diagnosis.refineryGroup(generation),
                marks,
                deadline,
                "the refinery of generation " + generation.number() + " has not refined raw to its end in time");
    }

    private void await(String group, Map<TopicPartition, Long> last, Instant deadline, String otherwise)
            throws InterruptedException {
        while (!offsets.isPast(group, last)) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure(otherwise + ": see 'goldstream status', then run this again");
            }
            Thread.sleep(PAUSE);
        }
    }
}
