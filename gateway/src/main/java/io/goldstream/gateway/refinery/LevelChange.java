package io.goldstream.gateway.refinery;

import io.goldstream.events.Field;
import io.goldstream.events.intake.ParsedEvent;

/**
 * What a status change changed. Where the producer says the level before, and {@code level} is another, that is the one
 * after; else (eventsim) {@code level} is the one before, and the other one follows.
 *
 * @param from the level before, or null
 * @param to the level after, or null
 * @param type upgrade, downgrade, or what the producer called it; or null
 */
record LevelChange(String from, String to, String type) {

    static LevelChange of(ParsedEvent event) {
        String level = event.text(Field.LEVEL);
        String previous = event.text(Field.PREV_LEVEL);
        String from = previous != null ? previous : level;
        String to = previous == null || previous.equals(level) ? other(from) : level;
        String named = event.text(Field.STATUS_CHANGE_TYPE);
        return new LevelChange(from, to, named != null ? named : type(from, to));
    }

    private static String other(String level) {
        return switch (level) {
            case null -> null;
            case "free" -> "paid";
            case "paid" -> "free";
            default -> null;
        };
    }

    private static String type(String from, String to) {
        if (from == null || to == null || from.equals(to)) {
            return null;
        }
        return to.equals("paid") ? "upgrade" : "downgrade";
    }
}
