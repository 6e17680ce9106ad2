package io.goldstream.connect.sink.land;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that cannot be landed, as Connect's {@code errors.tolerance} says. */
final class Errants {

    private static final Logger LOG = LoggerFactory.getLogger(Errants.class);

    private final Optional<ErrantRecordReporter> reporter;
    private final boolean tolerant;
    private final Meters meters;

    /** @param reporter Connect's; empty where it has no dead-letter queue and logs no errors */
    Errants(Optional<ErrantRecordReporter> reporter, boolean tolerant, Meters meters) {
        this.reporter = reporter;
        this.tolerant = tolerant;
        this.meters = meters;
    }

    /**
     * Reports a record.
     *
     * @return to be awaited before the record's offset is committed
     * @throws org.apache.kafka.connect.errors.ConnectException if no error is tolerated
     */
    Future<?> report(SinkRecord record, DataException error) {
        if (reporter.isEmpty() && !tolerant) {
            throw error;
        }
        Future<?> reported =
                reporter.<Future<?>>map(to -> to.report(record, error)).orElseGet(() -> passOver(error));
        meters.errant();
        return reported;
    }

    private static Future<?> passOver(DataException error) {
        LOG.warn("Skipped, because errors.tolerance=all and there is no dead-letter queue: {}", error.getMessage());
        return CompletableFuture.completedFuture(null);
    }
}
