package io.goldstream.connect.sink.commit;

import org.apache.kafka.connect.errors.ConnectException;

/** Another owner has opened the topic partition since: this one can commit no more, and must not. */
public final class FencedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    FencedException(String message) {
        super(message);
    }
}
