package io.goldstream.local.simulate;

import io.goldstream.local.simulate.Catalogue.Song;
import java.util.ArrayList;
import java.util.List;

/** One visit of one listener, from the first page to the last. */
final class Session {

    private static final double BEGINS_LOGGED_OUT = 0.12;
    private static final double LOGIN_FAILS = 0.15;
    private static final double LOGIN_REPEATED = 0.05;
    private static final double PLAYS_ON = 0.94;
    private static final double LOOKS_AROUND = 0.12;
    private static final double CHANGES_LEVEL = 0.04;
    private static final double LOGS_OUT = 0.15;
    private static final double CANCELS = 0.004;
    private static final double REGISTERS = 0.25;
    private static final double EDGE_BLANK = 0.01;
    private static final int CLICK_MILLIS = 1_000;
    private static final int LONGEST_LOOK_MILLIS = 90_000;
    private static final int MAX_SONGS = 150;
    private static final List<Page> ASIDE = List.of(
            Page.HOME, Page.HOME, Page.HOME, Page.HELP, Page.ABOUT, Page.SETTINGS, Page.SAVE_SETTINGS, Page.ERROR);

    private final Listener listener;
    private final Catalogue catalogue;
    private final Dice dice;
    private final EventWriter writer;
    private final long sessionId;
    private final List<SimulatedEvent> events = new ArrayList<>();
    private long now;
    private int item;
    private String auth = "Logged In";

    private Session(Listener listener, Catalogue catalogue, long sessionId, long begin) {
        this.listener = listener;
        this.catalogue = catalogue;
        this.dice = listener.dice();
        this.writer = new EventWriter(listener);
        this.sessionId = sessionId;
        this.now = begin;
    }

    /** The events of a listener's visit that begins then. */
    static List<SimulatedEvent> of(Listener listener, Catalogue catalogue, long sessionId, long begin) {
        Session session = new Session(listener, catalogue, sessionId, begin);
        session.visit();
        listener.busyUntil(session.now);
        return session.events;
    }

    /** The events of somebody without an account, who looks around and sometimes gets one. */
    static List<SimulatedEvent> ofGuest(Listener guest, Catalogue catalogue, long sessionId, long begin) {
        Session session = new Session(guest, catalogue, sessionId, begin);
        session.auth = "Guest";
        session.look();
        if (session.dice.chance(REGISTERS)) {
            session.view(Page.REGISTER);
            session.view(Page.SUBMIT_REGISTRATION);
            session.auth = "Logged In";
            session.view(Page.HOME);
            session.play();
        }
        return session.events;
    }

    private void visit() {
        if (dice.chance(BEGINS_LOGGED_OUT)) {
            auth = "Logged Out";
            look();
            logIn();
        }
        for (int songs = 0; songs < MAX_SONGS && dice.chance(PLAYS_ON); songs++) {
            play();
            if (dice.chance(LOOKS_AROUND)) {
                view(dice.pick(ASIDE));
            }
        }
        if (dice.chance(CHANGES_LEVEL)) {
            changeLevel();
        }
        if (dice.chance(CANCELS)) {
            view(Page.CANCEL);
            auth = "Cancelled";
            view(Page.CANCELLATION);
        } else if (dice.chance(LOGS_OUT)) {
            view(Page.LOGOUT);
            auth = "Logged Out";
            look();
        }
    }

    private void look() {
        view(Page.HOME);
        while (dice.chance(0.5)) {
            view(dice.pick(ASIDE));
        }
    }

    private void logIn() {
        while (dice.chance(LOGIN_FAILS)) {
            events.add(writer.auth(moment(Page.LOGIN, null), false));
            next(CLICK_MILLIS);
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
        Moment moment = moment(Page.NEXT_SONG, song);
        events.add(writer.pageView(moment));
        events.add(writer.listen(moment));
        next(song.durationMillis());
    }

    /** The change itself still has the old level; the next page shows the new one. */
    private void changeLevel() {
        boolean up = listener.level().equals("free");
        String newLevel = up ? "paid" : "free";
        view(up ? Page.UPGRADE : Page.DOWNGRADE);
        Page submit = up ? Page.SUBMIT_UPGRADE : Page.SUBMIT_DOWNGRADE;
        events.add(writer.statusChange(moment(submit, null), newLevel));
        view(submit);
        listener.moveTo(newLevel);
        view(Page.HOME);
    }

    private void view(Page page) {
        events.add(writer.pageView(moment(page, null)));
        next(CLICK_MILLIS + dice.between(0, LONGEST_LOOK_MILLIS));
    }

    private Moment moment(Page page, Song song) {
        return new Moment(now, sessionId, item, auth, listener.level(), page, song);
    }

    /** Producers tell time in whole seconds. */
    private void next(int millis) {
        now += Math.ceilDiv(millis, CLICK_MILLIS) * (long) CLICK_MILLIS;
        item++;
    }
}
