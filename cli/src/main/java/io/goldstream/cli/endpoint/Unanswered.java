package io.goldstream.cli.endpoint;

import java.io.IOException;
import java.net.URI;

/** A server that is not there, or does not answer in time. The message names its address and the way out. */
public final class Unanswered extends IOException {

    private static final long serialVersionUID = 1L;

    Unanswered(URI asked, IOException cause) {
        super(
                asked.getScheme() + "://" + asked.getAuthority()
                        + " does not answer: start the server, or name another address",
                cause);
    }
}
