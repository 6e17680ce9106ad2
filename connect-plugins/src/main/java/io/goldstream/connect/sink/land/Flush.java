package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.commit.Commit;
import io.goldstream.connect.sink.land.OpenFiles.FinishedFile;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;

/** Files on their way from finished to published. After a storage error it goes on where it stood. */
final class Flush {

    private static final Duration REPORT_WAIT = Duration.ofSeconds(30);

    private final List<FinishedFile> files;
    private final List<Future<?>> reports;
    private final Commit commit;
    private final long oldest;
    private boolean committed;

    /**
     * @param files that hold what could be landed of {@code [prev, next)}
     * @param reports of what could not: awaited before the commit, which leaves those records behind
     * @param oldest the timestamp of the oldest record in it
     */
    Flush(List<FinishedFile> files, List<Future<?>> reports, long prev, long next, long oldest) {
        this.files = files;
        this.reports = List.copyOf(reports);
        this.commit = new Commit(
                Checkpoint.randomId(),
                prev,
                next,
                files.stream().map(FinishedFile::staged).toList());
        this.oldest = oldest;
    }

    Commit commit() {
        return commit;
    }

    long oldest() {
        return oldest;
    }

    boolean isCommitted() {
        return committed;
    }

    void run(BlobStore store, Checkpoint checkpoint) throws IOException {
        if (!committed) {
            for (FinishedFile file : files) {
                file.file().stage(store);
            }
            store.sync(files.stream().map(file -> file.file().path()).toList());
            awaitReports();
            checkpoint.commit(commit);
            committed = true;
        }
        checkpoint.publish(commit);
    }

    private void awaitReports() throws IOException {
        for (Future<?> report : reports) {
            try {
                report.get(REPORT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IOException(
                        "the dead-letter queue has not answered for " + REPORT_WAIT
                                + ": see whether the topic of errors.deadletterqueue.topic.name takes records",
                        e);
            } catch (ExecutionException e) {
                throw new ConnectException(
                        "the dead-letter queue refused a record (errors.deadletterqueue.topic.name), so its offset is not"
                                + " committed: " + e.getCause(),
                        e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while waiting for the dead-letter queue", e);
            }
        }
    }
}
