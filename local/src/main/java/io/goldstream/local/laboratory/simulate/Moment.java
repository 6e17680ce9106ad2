package io.goldstream.local.laboratory.simulate;

import io.goldstream.local.laboratory.simulate.Catalogue.Song;

/**
 * What a session is like when an event is written.
 *
 * @param ts milliseconds since the epoch
 * @param sessionId the session
 * @param item the event's place in it
 * @param auth Logged In, Logged Out, Guest or Cancelled
 * @param level as the producer says it: at a status change still the old one
 * @param page the page, and how it was asked for
 * @param song what is played; null where nothing is
 */
record Moment(long ts, long sessionId, int item, String auth, String level, Page page, Song song) {

    /** Whether the producer knows who it is. */
    boolean isLoggedIn() {
        return auth.equals("Logged In") || auth.equals("Cancelled");
    }
}
