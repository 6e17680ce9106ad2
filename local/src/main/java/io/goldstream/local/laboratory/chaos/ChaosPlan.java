package io.goldstream.local.laboratory.chaos;

import io.goldstream.cli.load.Via;
import io.goldstream.local.laboratory.simulate.Simulation;
import io.goldstream.local.stack.Part;
import java.util.List;

/**
 * What to do to a stack.
 *
 * @param seed what victims and moments are drawn from; the events are new in every run
 * @param kills how many, at least 1
 * @param via how events come in
 * @param victims whom to kill; none twice
 * @param users how large each round's audience is
 */
public record ChaosPlan(long seed, int kills, Via via, List<Part> victims, int users) {

    public ChaosPlan {
        victims = List.copyOf(victims);
        if (kills < 1 || users < 1 || victims.isEmpty()) {
            throw new IllegalArgumentException("chaos needs a kill, a user and a victim at least");
        }
    }

    /**
     * The events of a round: others in every round, and in every run, since events that were sent before are duplicates.
     *
     * @param run tells runs apart
     */
    Simulation round(long run, int number) {
        return new Simulation(users, 1, run + number, Simulation.DEFAULT_FROM.plusDays(number % 300));
    }
}
