package io.goldstream.local.laboratory.simulate;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Plays a {@link Simulation} day by day; holds one day's events at a time. */
public final class Simulator {

    private static final long HOUR_MILLIS = 60L * 60 * 1000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
    private static final double VISITS_A_DAY = 0.45;
    private static final double SECOND_VISIT = 0.3;
    private static final double GUESTS_PER_USER = 0.03;
    private static final double CRAWLERS_PER_USER = 0.01;
    private static final int SHARES_ITS_NUMBER = 30;
    private static final long SOON_MILLIS = 10L * 60 * 1000;

    private final Simulation simulation;
    private final Catalogue catalogue = new Catalogue();
    private final List<Listener> listeners = new ArrayList<>();
    private final Dice crowd;
    private final List<Play> plays = new ArrayList<>();
    private final Map<Long, String> levels = new TreeMap<>();
    private final Set<Long> cancelled = new TreeSet<>();
    private int sessions;
    private long nextSession = 1;
    private long nextUser = 1;
    private long lastStart;
    private Listener lastVisitor;

    public Simulator(Simulation simulation) {
        this.simulation = simulation;
        this.crowd = new Dice(simulation.seed(), 0);
        for (int i = 0; i < simulation.users(); i++) {
            long userId = nextUser++;
            listeners.add(Listener.of(userId, new Dice(simulation.seed(), userId), catalogue, begin()));
        }
    }

    /**
     * Hands on all events, in the order of time; those of the last day's sessions even where they run past midnight.
     *
     * @return what is true of them
     */
    public Truth run(Consumer<SimulatedEvent> out) {
        List<SimulatedEvent> waiting = new ArrayList<>();
        for (int day = 0; day < simulation.days(); day++) {
            waiting.addAll(day(begin() + day * DAY_MILLIS));
            long midnight = begin() + (day + 1) * DAY_MILLIS;
            boolean last = day == simulation.days() - 1;
            waiting.sort(SimulatedEvent.IN_TIME);
            List<SimulatedEvent> later = new ArrayList<>();
            for (SimulatedEvent event : waiting) {
                if (last || event.ts() < midnight) {
                    out.accept(event);
                } else {
                    later.add(event);
                }
            }
            waiting = later;
        }
        return new Truth(sessions, List.copyOf(plays), Map.copyOf(levels), Set.copyOf(cancelled));
    }

    private List<SimulatedEvent> day(long midnight) {
        List<SimulatedEvent> events = new ArrayList<>();
        for (Listener listener : listeners) {
            Dice dice = listener.dice();
            for (double chance = VISITS_A_DAY; dice.chance(chance); chance = SECOND_VISIT) {
                visit(listener, midnight, events);
            }
        }
        for (int i = 0; i < perDay(GUESTS_PER_USER); i++) {
            events.addAll(guest(catalogue.agents(), midnight));
        }
        for (int i = 0; i < perDay(CRAWLERS_PER_USER); i++) {
            events.addAll(guest(catalogue.bots(), midnight));
        }
        return events;
    }

    /** Now and then a producer has counted anew: a session has the number of another listener's, which has just begun. */
    private void visit(Listener listener, long midnight, List<SimulatedEvent> events) {
        boolean shares = nextSession % SHARES_ITS_NUMBER == 0 && lastStart >= midnight && listener != lastVisitor;
        long start = shares ? lastStart + SOON_MILLIS : start(listener.dice(), midnight);
        if (listener.isFreeAt(start)) {
            long number = shares ? nextSession - 1 : nextSession;
            nextSession++;
            lastStart = start;
            lastVisitor = listener;
            Session session = Session.of(listener, catalogue, number, start);
            remember(listener, session);
            events.addAll(session.events());
        }
    }

    private List<SimulatedEvent> guest(List<Agent> agents, long midnight) {
        long userId = nextUser++;
        Listener guest = new Listener(userId, new Dice(simulation.seed(), userId), catalogue, begin(), agents);
        Session session = Session.ofGuest(guest, catalogue, nextSession++, start(crowd, midnight));
        remember(guest, session);
        return session.events();
    }

    private void remember(Listener listener, Session session) {
        sessions += session.events().isEmpty() ? 0 : 1;
        plays.addAll(session.plays());
        if (session.isNamed()) {
            levels.put(listener.userId(), listener.level());
        }
        if (listener.isGone()) {
            cancelled.add(listener.userId());
        }
    }

    private int perDay(double share) {
        return (int) Math.ceil(simulation.users() * share);
    }

    private static long start(Dice dice, long midnight) {
        long start = midnight + dice.hour() * HOUR_MILLIS + dice.millisWithin(HOUR_MILLIS);
        return start - start % 1_000;
    }

    private long begin() {
        return simulation.from().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
