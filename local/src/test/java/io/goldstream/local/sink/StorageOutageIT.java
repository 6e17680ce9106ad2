package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Project;
import io.goldstream.local.laboratory.chaos.sink.StorageOutage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A small {@code chaos storage --restart}: storage hangs for longer than one call of it may take, and tasks are restarted then. */
@Timeout(600)
class StorageOutageIT {

    @Test
    void aSinkWhoseStorageHungCatchesUpByItself() throws Exception {
        StorageOutage.Result result = new StorageOutage(200, Duration.ofSeconds(20), Duration.ofSeconds(2), true)
                .run(Project.current(), System.err::println);

        assertThat(result.ledger().faults()).isEmpty();
        assertThat(result.ledger().produced()).isEqualTo(result.ledger().rows());
        assertThat(result.backlog()).isGreaterThan(200 * 10);
        assertThat(result.heap()).isEqualTo("1536m");
    }
}
