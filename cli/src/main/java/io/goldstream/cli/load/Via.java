package io.goldstream.cli.load;

/** The ways into the pipeline. */
public enum Via {
    /** The gateway, which answers with a verdict for each event. */
    HTTP,
    /** The raw topics, with nobody in between. */
    KAFKA
}
