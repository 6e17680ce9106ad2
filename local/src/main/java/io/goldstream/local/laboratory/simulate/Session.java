package io.goldstream.local.laboratory.simulate;

import io.goldstream.local.laboratory.simulate.Catalogue.Song;
import java.util.ArrayList;
import java.util.List;

/** One visit of one listener, from the first page to the last. */
final class Session {

    private static final double BEGINS_LOGGED_OUT = 0.12;
    private static final double LOGIN_FAILS = 0.15;
    private static final double LOGIN_REPEATED = 0.05;
    private static final double PLAYS_ON = 0.94;
    private static final double LOOKS_AROUND = 0.18;
    private static final double CUTS_A_SONG = 0.09;
    private static final double CHANGES_LEVEL = 0.06;
    private static final double LEAVES_CHANGED = 0.4;
    private static final double LOGS_OUT = 0.15;
    private static final double CANCELS = 0.006;
    private static final double REGISTERS = 0.25;
    private static final double EDGE_BLANK = 0.01;
    private static final double MEAN_PAUSE_MILLIS = 45_000;
    private static final int CLICK_MILLIS = 1_000;
    private static final int SOONEST_CUT_MILLIS = 2_000;
    private static final int LATEST_CUT_MILLIS = 60_000;
    private static final int MAX_SONGS = 150;
    private static final List<Page> WITHOUT_SONG =
            List.of(Page.HOME, Page.HOME, Page.HOME, Page.HELP, Page.ABOUT, Page.ERROR);
    private static final List<Page> DURING_SONG = List.of(
            Page.THUMBS_UP,
            Page.THUMBS_UP,
            Page.THUMBS_UP,
            Page.THUMBS_DOWN,
            Page.ADD_TO_PLAYLIST,
            Page.ADD_TO_PLAYLIST,
            Page.ADD_FRIEND,
            Page.ROLL_ADVERT,
            Page.HOME,
            Page.HOME,
            Page.HELP,
            Page.ABOUT,
            Page.SETTINGS,
            Page.ERROR);

    private final Listener listener;
    private final Catalogue catalogue;
    private final Dice dice;
    private final EventWriter writer;
    private final Player player;
    private final long sessionId;
    private final List<SimulatedEvent> events = new ArrayList<>();
    private long now;
    private int nextItem;
    private String auth = "Logged In";
    private boolean isNamed;

    private Session(Listener listener, Catalogue catalogue, long sessionId, long begin) {
        this.listener = listener;
        this.catalogue = catalogue;
        this.dice = listener.dice();
        this.writer = new EventWriter(listener);
        this.player = new Player(listener, sessionId);
        this.sessionId = sessionId;
        this.now = begin;
    }

    /** A listener's visit that begins then. */
    static Session of(Listener listener, Catalogue catalogue, long sessionId, long begin) {
        Session session = new Session(listener, catalogue, sessionId, begin);
        session.visit();
        session.leave();
        return session;
    }

    /** The visit of somebody without an account, who looks around and sometimes gets one. */
    static Session ofGuest(Listener guest, Catalogue catalogue, long sessionId, long begin) {
        Session session = new Session(guest, catalogue, sessionId, begin);
        session.auth = "Guest";
        session.look();
        if (!guest.agent().isBot() && session.dice.chance(REGISTERS)) {
            session.view(Page.REGISTER);
            session.view(Page.SUBMIT_REGISTRATION);
            session.auth = "Logged In";
            session.view(Page.HOME);
            session.play();
        }
        session.leave();
        return session;
    }

    List<SimulatedEvent> events() {
        return events;
    }

    List<Play> plays() {
        return player.plays();
    }

    /** Whether an event says whose session it is. */
    boolean isNamed() {
        return isNamed;
    }

    private void leave() {
        player.leave(now);
        listener.busyUntil(now);
    }

    private void visit() {
        if (dice.chance(BEGINS_LOGGED_OUT)) {
            auth = "Logged Out";
            look();
            logIn();
        }
        for (int songs = 0; songs < MAX_SONGS && dice.chance(PLAYS_ON); songs++) {
            play();
            while (dice.chance(LOOKS_AROUND)) {
                doSomething();
            }
        }
        if (dice.chance(CHANGES_LEVEL) && changesLevelAndLeaves()) {
            return;
        }
        if (dice.chance(CANCELS)) {
            view(Page.CANCEL);
            auth = "Cancelled";
            view(Page.CANCELLATION);
            listener.cancel();
        } else if (dice.chance(LOGS_OUT)) {
            view(Page.LOGOUT);
            auth = "Logged Out";
            look();
        }
    }

    private void look() {
        view(Page.HOME);
        while (dice.chance(0.5)) {
            view(dice.pick(WITHOUT_SONG));
        }
    }

    private void logIn() {
        while (dice.chance(LOGIN_FAILS)) {
            goTo(timeOf(Page.LOGIN));
            events.add(writer.auth(moment(Page.LOGIN, null), false));
        }
        view(Page.LOGIN);
        auth = "Logged In";
        SimulatedEvent login = writer.auth(moment(Page.LOGIN, null), true);
        events.add(login);
        if (dice.chance(LOGIN_REPEATED)) {
            events.add(login);
        }
        view(Page.HOME);
    }

    private void play() {
        Song song = dice.pickPopular(catalogue.songs());
        if (dice.chance(EDGE_BLANK)) {
            song = new Song(song.artist() + " ", song.title(), song.durationMillis());
        }
        goTo(timeOfNextSong());
        Moment moment = moment(Page.NEXT_SONG, song);
        player.play(moment);
        events.add(writer.pageView(moment));
        events.add(writer.listen(moment));
    }

    /** In eventsim nobody goes on to another song before the end of one; with the other producer, some do. */
    private long timeOfNextSong() {
        if (listener.agent().dialect() == Dialect.MOBILE && dice.chance(CUTS_A_SONG)) {
            long cut = now + dice.between(SOONEST_CUT_MILLIS, LATEST_CUT_MILLIS);
            if (player.isPlayingAt(cut + SOONEST_CUT_MILLIS)) {
                return cut;
            }
        }
        return timeOf(Page.NEXT_SONG);
    }

    /** Something that leaves the song playing. An opinion is of a song that plays. */
    private void doSomething() {
        Page page = dice.pick(DURING_SONG);
        long time = timeOf(page);
        if (page == Page.ROLL_ADVERT && listener.level().equals("paid")) {
            return;
        }
        if (page.isOpinion()) {
            if (!player.isPlayingAt(time)) {
                return;
            }
            player.opine(page);
        }
        view(page, time);
        if (page == Page.SETTINGS) {
            view(Page.SAVE_SETTINGS);
        }
    }

    /** The change itself still has the old level; the next page shows the new one, unless the listener leaves before. */
    private boolean changesLevelAndLeaves() {
        boolean up = listener.level().equals("free");
        String newLevel = up ? "paid" : "free";
        view(up ? Page.UPGRADE : Page.DOWNGRADE);
        Page submit = up ? Page.SUBMIT_UPGRADE : Page.SUBMIT_DOWNGRADE;
        view(submit);
        events.add(writer.statusChange(moment(submit, null), newLevel));
        listener.moveTo(newLevel);
        if (dice.chance(LEAVES_CHANGED)) {
            return true;
        }
        view(Page.HOME);
        return false;
    }

    private void view(Page page) {
        view(page, timeOf(page));
    }

    private void view(Page page, long time) {
        goTo(time);
        if (page == Page.LOGOUT || page == Page.CANCEL) {
            player.stop(now);
        }
        events.add(writer.pageView(moment(page, null)));
    }

    /**
     * When the next page comes, by the rule of eventsim's {@code Session.incrementEvent}: what redirects comes a second later; a
     * song at the end of the one that plays; all else, and a song where none plays, after a pause, be it during a song.
     */
    private long timeOf(Page page) {
        if (page.isRedirect()) {
            return now + CLICK_MILLIS;
        }
        if (page == Page.NEXT_SONG && player.isPlayingAt(now)) {
            return player.end();
        }
        int grain = listener.agent().dialect().grainMillis();
        return now + (long) (dice.exponential(MEAN_PAUSE_MILLIS) / grain) * grain;
    }

    /** A session begins when its first event is. */
    private void goTo(long time) {
        if (nextItem > 0) {
            now = time;
        }
        nextItem++;
    }

    private Moment moment(Page page, Song song) {
        Moment moment = new Moment(now, sessionId, nextItem - 1, auth, listener.level(), page, song);
        isNamed |= moment.isLoggedIn();
        return moment;
    }
}
