package io.goldstream.local.laboratory.simulate;

import java.util.List;
import java.util.OptionalLong;

/**
 * What truly became of a song that was played: the simulator knows, because it made it so.
 *
 * @param userId who listened
 * @param sessionId in which session; another user's can have the same number
 * @param item the play's place in the session
 * @param ts when the song began, in milliseconds since the epoch
 * @param level the listener's level then: free or paid
 * @param form the client's form
 * @param artist the artist, as it should be
 * @param title the title, as it should be
 * @param lengthMillis the song's length
 * @param cutMillis how long it was listened to where something cut it before its end; empty where nothing did
 * @param isEndKnown whether the session went on, so that events tell what became of it
 * @param opinions the pages Thumbs Up, Thumbs Down and Add to Playlist while it played
 */
public record Play(
        long userId,
        long sessionId,
        int item,
        long ts,
        String level,
        String form,
        String artist,
        String title,
        int lengthMillis,
        OptionalLong cutMillis,
        boolean isEndKnown,
        List<String> opinions) {

    private static final long STREAM_MILLIS = 30_000;

    /** The time that was listened, in milliseconds; empty where no event tells. */
    public OptionalLong listenedMillis() {
        return isEndKnown ? OptionalLong.of(cutMillis.orElse(lengthMillis)) : OptionalLong.empty();
    }

    public boolean isComplete() {
        return isEndKnown && cutMillis.isEmpty();
    }

    public boolean isStream() {
        return listenedMillis().orElse(0) >= STREAM_MILLIS;
    }

    public boolean isSkip() {
        return cutMillis.isPresent() && cutMillis.getAsLong() < STREAM_MILLIS;
    }

    public boolean isByBot() {
        return form.equals("bot");
    }
}
