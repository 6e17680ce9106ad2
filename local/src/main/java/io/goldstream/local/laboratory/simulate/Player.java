package io.goldstream.local.laboratory.simulate;

import io.goldstream.local.laboratory.simulate.Catalogue.Song;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Plays the songs of one session, one at a time, and remembers what became of each. */
final class Player {

    private final Listener listener;
    private final long sessionId;
    private final List<Play> plays = new ArrayList<>();
    private List<String> opinions = new ArrayList<>();
    private Song song;
    private Moment began;

    Player(Listener listener, long sessionId) {
        this.listener = listener;
        this.sessionId = sessionId;
    }

    /** A song begins, and ends the one before. */
    void play(Moment moment) {
        stop(moment.ts());
        song = moment.song();
        began = moment;
    }

    /** What plays is over, or is cut. */
    void stop(long at) {
        if (song != null) {
            boolean isCut = at < end();
            remember(isCut ? OptionalLong.of(at - began.ts()) : OptionalLong.empty(), true);
        }
    }

    /** The session has had its last event. */
    void leave(long lastEvent) {
        if (song != null) {
            remember(OptionalLong.empty(), lastEvent >= end());
        }
    }

    private void remember(OptionalLong cutMillis, boolean isEndKnown) {
        plays.add(new Play(
                listener.userId(),
                sessionId,
                began.item(),
                began.ts(),
                began.level(),
                listener.agent().form(),
                song.artist().strip(),
                song.title(),
                song.durationMillis(),
                cutMillis,
                isEndKnown,
                List.copyOf(opinions)));
        song = null;
        opinions = new ArrayList<>();
    }

    void opine(Page page) {
        opinions.add(page.title());
    }

    boolean isPlayingAt(long ts) {
        return song != null && ts < end();
    }

    /** When what plays is over: its length is cut to what the producer's clock can tell. */
    long end() {
        int grain = listener.agent().dialect().grainMillis();
        return began.ts() + (long) song.durationMillis() / grain * grain;
    }

    List<Play> plays() {
        return plays;
    }
}
