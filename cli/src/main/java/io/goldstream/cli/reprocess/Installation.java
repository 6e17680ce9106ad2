package io.goldstream.cli.reprocess;

import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.nio.file.Path;

/** An installation of the platform, as far as reprocessing changes it. */
public interface Installation {

    /** The gateway's program with all that it needs to reach Kafka; what it has to do comes to its environment. */
    ProcessBuilder gateway() throws IOException;

    /** Where what that program says is kept. */
    Path log() throws IOException;

    /** Makes what of a generation's topics, folders and sinks is missing, beside those in use. */
    void equip(Generation generation) throws IOException, InterruptedException;

    /**
     * Has the gateway write another generation from now on. It goes on where that one's consumer group stands, so the
     * generation must have been refined before.
     *
     * @param lastLook made while no gateway runs; where it throws, the gateway goes on as it was
     */
    void use(Generation generation, Runnable lastLook) throws IOException, InterruptedException;
}
