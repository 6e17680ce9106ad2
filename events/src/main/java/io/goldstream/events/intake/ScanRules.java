package io.goldstream.events.intake;

import io.goldstream.events.EventType;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.RequiresUser;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The fields of one type and what is expected of each, to be found by the bytes of a name. */
final class ScanRules {

    /** Slots in the table of names, as a power of two: so many that a hash without collisions is found in a few tries. */
    private static final int SLOT_BITS = 7;

    /** The fields that an event has to have. */
    final int required;

    /** When the user has to be named, beyond {@link #required}. */
    final RequiresUser.When userRequired;

    private final Expected[] slots = new Expected[1 << SLOT_BITS];
    private final long beginFactor;
    private final long endFactor;

    ScanRules(EventType type, Rules rules) {
        List<Expected> fields =
                type.fields().stream().map(field -> new Expected(field, rules)).toList();
        this.required = fields.stream()
                .filter(expected -> expected.isRequired)
                .mapToInt(expected -> expected.bit)
                .sum();
        this.userRequired = rules.all().stream()
                .filter(rule -> rule.constraint() instanceof Constraint.UserRequired)
                .map(rule -> ((Constraint.UserRequired) rule.constraint()).when())
                .findAny()
                .orElse(null);
        Random factors = new Random(1);
        long begin;
        long end;
        do {
            begin = factors.nextLong();
            end = factors.nextLong();
        } while (!place(fields, begin, end));
        this.beginFactor = begin;
        this.endFactor = end;
    }

    private boolean place(List<Expected> fields, long begin, long end) {
        Arrays.fill(slots, null);
        for (Expected expected : fields) {
            int slot = slot(expected.nameBegin * begin + expected.nameEnd * end);
            if (slots[slot] != null) {
                return false;
            }
            slots[slot] = expected;
        }
        return true;
    }

    private static int slot(long hash) {
        return (int) (hash >>> (Long.SIZE - SLOT_BITS));
    }

    /** The field of that name, or null for one that the type has not. */
    Expected byName(long begin, long end, int length) {
        Expected there = slots[slot(begin * beginFactor + end * endFactor)];
        return there != null && there.nameBegin == begin && there.nameEnd == end && there.nameLength == length
                ? there
                : null;
    }

    /** Whether an event that names no user may do so. */
    boolean mayLackUser(boolean isLoggedIn, boolean isSuccess) {
        return userRequired == null || userRequired.isKept(null, isLoggedIn ? RequiresUser.LOGGED_IN : null, isSuccess);
    }
}
