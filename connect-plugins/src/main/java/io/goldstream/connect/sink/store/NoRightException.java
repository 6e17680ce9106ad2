package io.goldstream.connect.sink.store;

import java.io.IOException;

/** The credential may not do this, by the rights that it has now. */
public final class NoRightException extends IOException {

    private static final long serialVersionUID = 1;

    NoRightException(String message, Throwable cause) {
        super(message, cause);
    }
}
