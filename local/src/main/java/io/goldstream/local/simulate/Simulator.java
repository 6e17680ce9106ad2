package io.goldstream.local.simulate;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays a {@link Simulation} day by day; holds one day's events at a time. */
public final class Simulator {

    private static final long HOUR_MILLIS = 60L * 60 * 1000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
    private static final double VISITS_A_DAY = 0.45;
    private static final double SECOND_VISIT = 0.3;
    private static final double GUESTS_PER_USER = 0.03;

    private final Simulation simulation;
    private final Catalogue catalogue = new Catalogue();
    private final List<Listener> listeners = new ArrayList<>();
    private final Dice crowd;
    private long nextSession = 1;
    private long nextUser = 1;

    public Simulator(Simulation simulation) {
        this.simulation = simulation;
        this.crowd = new Dice(simulation.seed(), 0);
        for (int i = 0; i < simulation.users(); i++) {
            listeners.add(newcomer());
        }
    }

    /** Hands on all events, in the order of time; those of the last day's sessions even where they run past midnight. */
    public void run(Consumer<SimulatedEvent> out) {
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
    }

    private List<SimulatedEvent> day(long midnight) {
        List<SimulatedEvent> events = new ArrayList<>();
        for (Listener listener : listeners) {
            Dice dice = listener.dice();
            for (double chance = VISITS_A_DAY; dice.chance(chance); chance = SECOND_VISIT) {
                long start = start(dice, midnight);
                if (listener.isFreeAt(start)) {
                    events.addAll(Session.of(listener, catalogue, nextSession++, start));
                }
            }
        }
        int guests = (int) Math.ceil(simulation.users() * GUESTS_PER_USER);
        for (int i = 0; i < guests; i++) {
            events.addAll(Session.ofGuest(newcomer(), catalogue, nextSession++, start(crowd, midnight)));
        }
        return events;
    }

    private Listener newcomer() {
        long userId = nextUser++;
        return new Listener(userId, new Dice(simulation.seed(), userId), catalogue, begin());
    }

    private static long start(Dice dice, long midnight) {
        long start = midnight + dice.hour() * HOUR_MILLIS + dice.millisWithin(HOUR_MILLIS);
        return start - start % 1_000;
    }

    private long begin() {
        return simulation.from().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
