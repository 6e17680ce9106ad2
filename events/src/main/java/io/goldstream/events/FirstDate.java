package io.goldstream.events;

import java.time.LocalDate;

/** The first UTC date of the platform: no event is older, the lake's partitions and the date dimension begin there. */
public final class FirstDate {

    /** The date unless another is configured, as ISO 8601; a constant, so that an annotation can name it. */
    public static final String TEXT = "2020-01-01";

    public static final LocalDate DEFAULT = LocalDate.parse(TEXT);

    private FirstDate() {}
}
