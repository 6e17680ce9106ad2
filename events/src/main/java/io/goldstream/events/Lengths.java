package io.goldstream.events;

/**
 * How long the text of a field may be, in characters (Unicode code points), as it was sent. Each is at least four times the
 * longest that was seen in eventsim's events and in the song catalogue that they are made from. They bound the work and the
 * rows that one event makes. Ids have a small bound, because they become the keys of records.
 */
public final class Lengths {

    /** An id of an event, a session or a user: the longest that eventsim has is 4, a UUID has 36. */
    public static final int ID = 200;

    /** An artist's name or a song's title: the longest have 255 and 174. */
    public static final int TITLE = 1_024;

    /** A User-Agent: the longest has 143, and those of apps within apps a few hundred. */
    public static final int USER_AGENT = 2_048;

    /** The name of a person, a city or a page: the longest have 11, 23 and 19. */
    public static final int NAME = 256;

    /** A word from a short list, or a code, such as a login state or a zip code: the longest has 10. */
    public static final int WORD = 100;

    private Lengths() {}
}
