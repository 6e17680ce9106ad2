package io.goldstream.local.laboratory.simulate;

import java.time.LocalDate;

/**
 * What to simulate. Equal simulations make equal bytes.
 *
 * @param users how many listeners there are, at least 1; guests come on top
 * @param days how many UTC days, at least 1
 * @param seed what the dice start from
 * @param from the first day
 */
public record Simulation(int users, int days, long seed, LocalDate from) {

    /** The first day unless another is asked for: fixed, so that a seed alone says what comes. */
    public static final LocalDate DEFAULT_FROM = LocalDate.of(2025, 1, 1);

    public Simulation {
        if (users < 1 || days < 1) {
            throw new IllegalArgumentException("a simulation has at least 1 user and 1 day");
        }
    }

    /** A name for files and ledgers. */
    public String id() {
        return "users-%d-days-%d-seed-%d-from-%s".formatted(users, days, seed, from);
    }
}
