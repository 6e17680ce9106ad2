package io.goldstream.local.laboratory.simulate;

import io.goldstream.local.laboratory.simulate.Catalogue.Person;
import io.goldstream.local.laboratory.simulate.Catalogue.Place;
import java.util.List;

/** Somebody with an account, or a program that has one, and the dice by which they live. */
final class Listener {

    private static final double BOT_SHARE = 0.015;
    private static final double PAID_SHARE = 0.35;
    private static final double LATE_REGISTRATION_SHARE = 0.02;
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int OLDEST_ACCOUNT_DAYS = 1_500;

    private final long userId;
    private final Dice dice;
    private final Person person;
    private final String lastName;
    private final Place place;
    private final Agent agent;
    private final long registration;
    private String level;
    private long busyUntil = Long.MIN_VALUE;
    private boolean isGone;

    Listener(long userId, Dice dice, Catalogue catalogue, long beginMillis, List<Agent> agents) {
        this.userId = userId;
        this.dice = dice;
        this.person = dice.pick(catalogue.people());
        this.lastName = dice.pick(catalogue.surnames());
        this.place = dice.pickPopular(catalogue.places());
        this.agent = dice.pick(agents);
        this.level = dice.chance(PAID_SHARE) ? "paid" : "free";
        // Some producers' accounts are younger than what was done with them.
        this.registration = dice.chance(LATE_REGISTRATION_SHARE)
                ? beginMillis + 90 * DAY_MILLIS
                : beginMillis - dice.between(1, OLDEST_ACCOUNT_DAYS) * DAY_MILLIS;
    }

    /** A person, or, now and then, a program that has an account. */
    static Listener of(long userId, Dice dice, Catalogue catalogue, long beginMillis) {
        List<Agent> agents = dice.chance(BOT_SHARE) ? catalogue.bots() : catalogue.agents();
        return new Listener(userId, dice, catalogue, beginMillis, agents);
    }

    long userId() {
        return userId;
    }

    Dice dice() {
        return dice;
    }

    Person person() {
        return person;
    }

    String lastName() {
        return lastName;
    }

    Place place() {
        return place;
    }

    Agent agent() {
        return agent;
    }

    long registration() {
        return registration;
    }

    String level() {
        return level;
    }

    void moveTo(String newLevel) {
        level = newLevel;
    }

    /** Nobody is in two sessions at once, or comes back once the account is cancelled. */
    boolean isFreeAt(long millis) {
        return !isGone && millis > busyUntil;
    }

    void cancel() {
        isGone = true;
    }

    boolean isGone() {
        return isGone;
    }

    void busyUntil(long millis) {
        busyUntil = millis;
    }
}
