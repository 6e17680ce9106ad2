package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.NoRightException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a new partition from one whose manifest was deleted. The second one has files that no manifest names. If the task began
 * at the first record, it would land their rows again. Lists the files once, and only if a manifest is missing.
 */
public final class LostManifests {

    private static final Logger LOG = LoggerFactory.getLogger(LostManifests.class);

    private final BlobStore store;
    private List<String> files;

    public LostManifests(BlobStore store) {
        this.store = store;
    }

    /**
     * Of a partition for which the connector has no manifest.
     *
     * @throws ConnectException if it was deleted; names the ways out
     */
    public void check(String connector, TopicPartition partition) throws IOException {
        Map<String, String> filesByHistory = new HashMap<>();
        for (String file : files()) {
            FileName.parse(file, partition)
                    .ifPresent(name -> filesByHistory.put(name.author().history(), file));
        }
        if (!filesByHistory.isEmpty()) {
            removeOtherConnectors(filesByHistory, partition);
        }
        if (!filesByHistory.isEmpty()) {
            throw new ConnectException("the manifest " + store.describe(Checkpoint.path(connector, partition))
                    + " is gone, but files of its partition are there, such as "
                    + store.describe(filesByHistory.values().iterator().next())
                    + ": a start without it would land their rows again. Restore a copy of the manifest"
                    + " (./goldstream checkpoint restore). Without a copy, stop the connector, set the partition's offset to the"
                    + " first one that is not landed by PATCH /connectors/<name>/offsets, and resume it. Or, if Kafka still"
                    + " has all their records and start.from is earliest, delete these files and restart the task, to have the"
                    + " records landed again");
        }
    }

    private List<String> files() throws IOException {
        if (files == null) {
            try {
                files = store.files("");
            } catch (NoRightException e) {
                LOG.warn(
                        "Cannot list the lake, so a manifest that was deleted is not noticed, and its rows would be landed twice."
                                + " Give the credential the right to list: {}",
                        e.getMessage());
                files = List.of();
            }
        }
        return files;
    }

    /** Which may land the same topic in the same lake. */
    private void removeOtherConnectors(Map<String, String> filesByHistory, TopicPartition partition)
            throws IOException {
        String ofPartition = "/" + partition.topic() + "/" + partition.partition();
        for (String other : store.documents(Checkpoint.FOLDER)) {
            if (other.endsWith(ofPartition)) {
                store.read(other)
                        .map(found -> ManifestJson.read(found.content(), store.describe(other)))
                        .ifPresent(
                                found -> filesByHistory.remove(found.history().id()));
            }
        }
    }
}
