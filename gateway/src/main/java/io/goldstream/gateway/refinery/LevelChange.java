package io.goldstream.gateway.refinery;

import io.goldstream.events.Field;
import io.goldstream.events.intake.ParsedEvent;
import java.util.Locale;

/**
 * What a status change says that it changed. Nothing is guessed: what the event leaves open is null.
 *
 * <ul>
 *   <li>{@code prevLevel} is the level before, if it is free or paid. {@code level} is the one after if it is another. If both
 *       are equal, {@code level} says nothing, and the kind of change decides.
 *   <li>Without {@code prevLevel} the kind of change decides: an upgrade leads from free to paid.
 *   <li>eventsim says neither, and has no page in its status changes, and numbers for ids. There {@code level} is the level
 *       before, and the change leads to the other one of its two levels.
 * </ul>
 *
 * The kind of change is {@code statusChangeType} if it is upgrade or downgrade, else the page Submit Upgrade or Submit
 * Downgrade.
 *
 * @param from the level before, or null
 * @param to the level after, or null
 * @param type upgrade, downgrade, or what the producer called it; or null
 */
record LevelChange(String from, String to, String type) {

    private static final String FREE = "free";
    private static final String PAID = "paid";
    private static final String UPGRADE = "upgrade";
    private static final String DOWNGRADE = "downgrade";

    static LevelChange of(ParsedEvent event) {
        String level = event.text(Field.LEVEL);
        String previous = event.text(Field.PREV_LEVEL);
        String named = event.text(Field.STATUS_CHANGE_TYPE);
        String target = target(named, event.text(Field.PAGE));
        String from;
        String to;
        if (previous != null) {
            from = isLevel(previous) ? previous : null;
            String after = level == null || level.equals(previous) ? target : level;
            to = previous.equals(after) ? null : after;
        } else if (target != null) {
            from = other(target);
            to = target;
        } else if (isOfEventsim(event)) {
            from = level;
            to = other(level);
        } else {
            from = null;
            to = null;
        }
        return new LevelChange(from, to, type(named, from, to));
    }

    /** The level that a change leads to: by its kind if that is upgrade or downgrade, else by its page; or null. */
    private static String target(String named, String page) {
        String target = named == null ? null : target(named);
        return target != null || page == null ? target : target(page.replace("Submit ", ""));
    }

    private static String target(String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case UPGRADE -> PAID;
            case DOWNGRADE -> FREE;
            default -> null;
        };
    }

    private static boolean isLevel(String text) {
        return text.equals(FREE) || text.equals(PAID);
    }

    private static boolean isOfEventsim(ParsedEvent event) {
        return !event.has(Field.STATUS_CHANGE_TYPE)
                && !event.has(Field.PAGE)
                && !event.has(Field.METHOD)
                && !event.has(Field.STATUS)
                && event.isNumber(Field.USER_ID)
                && event.isNumber(Field.SESSION_ID);
    }

    private static String other(String level) {
        return switch (level) {
            case FREE -> PAID;
            case PAID -> FREE;
            case null, default -> null;
        };
    }

    /** A kind that is upgrade or downgrade is named by that word, however the producer writes it. */
    private static String type(String named, String from, String to) {
        if (named != null) {
            return target(named) == null ? named : named.toLowerCase(Locale.ROOT);
        }
        if (to == null || !to.equals(other(from))) {
            return null;
        }
        return to.equals(PAID) ? UPGRADE : DOWNGRADE;
    }
}
