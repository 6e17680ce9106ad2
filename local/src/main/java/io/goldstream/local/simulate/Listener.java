package io.goldstream.local.simulate;

import io.goldstream.local.simulate.Catalogue.Person;
import io.goldstream.local.simulate.Catalogue.Place;

/** Somebody with an account, and the dice by which they live. */
final class Listener {

    private static final double MOBILE_SHARE = 0.12;
    private static final double PAID_SHARE = 0.35;
    private static final double LATE_REGISTRATION_SHARE = 0.02;
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int OLDEST_ACCOUNT_DAYS = 1_500;

    private final long userId;
    private final Dice dice;
    private final Person person;
    private final String lastName;
    private final Place place;
    private final String agent;
    private final Dialect dialect;
    private final long registration;
    private String level;
    private long busyUntil = Long.MIN_VALUE;

    Listener(long userId, Dice dice, Catalogue catalogue, long beginMillis) {
        this.userId = userId;
        this.dice = dice;
        this.person = dice.pick(catalogue.people());
        this.lastName = dice.pick(catalogue.surnames());
        this.place = dice.pickPopular(catalogue.places());
        this.agent = dice.pick(catalogue.agents());
        this.dialect = dice.chance(MOBILE_SHARE) ? Dialect.MOBILE : Dialect.WEB;
        this.level = dice.chance(PAID_SHARE) ? "paid" : "free";
        // Some producers' accounts are younger than what was done with them.
        this.registration = dice.chance(LATE_REGISTRATION_SHARE)
                ? beginMillis + 90 * DAY_MILLIS
                : beginMillis - dice.between(1, OLDEST_ACCOUNT_DAYS) * DAY_MILLIS;
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

    String agent() {
        return agent;
    }

    Dialect dialect() {
        return dialect;
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

    /** Nobody is in two sessions at once. */
    boolean isFreeAt(long millis) {
        return millis > busyUntil;
    }

    void busyUntil(long millis) {
        busyUntil = millis;
    }
}
