package io.goldstream.trino.base;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves the landed rows of one table into its base table, in steps. It can end anywhere and be run again, and several runs can
 * be under way: the statement of a step begins at the border that it finds, and of two at once only one commits.
 */
public final class Advance {

    /** A run that lost to another one has work again only if that one left some. */
    private static final int TRIES = 20;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final BaseRows base;
    private final Bounds bounds;
    private final Listener listener;
    private final Pause pause;

    /** How many offsets of a lane may keep to the bounds, by the step before. */
    private long guess = Long.MAX_VALUE;

    /**
     * How much a step moves at most.
     *
     * @param rows at least 1
     * @param dates for each of which a writer has a file open; at least 1
     */
    public record Bounds(long rows, int dates) {

        public Bounds {
            if (rows < 1 || dates < 1) {
                throw new IllegalArgumentException("a step moves at least one row of one date");
            }
        }
    }

    /** Is told what a run does. */
    public interface Listener {

        /** A step was committed. */
        void moved(long rows, int dates);

        /** Another run committed first; this one looks again. */
        void lost(ConflictException conflict);
    }

    /** Is told nothing. */
    public static final Listener SILENT = new Listener() {
        @Override
        public void moved(long rows, int dates) {}

        @Override
        public void lost(ConflictException conflict) {}
    };

    /** Waits between two tries. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * What a run did.
     *
     * @param rows that it moved
     * @param steps commits
     */
    public record Moved(long rows, int steps) {}

    /** In a Trino server. */
    public Advance(TrinoRows base, Bounds bounds, Listener listener) {
        this(base, bounds, listener, Thread::sleep);
    }

    Advance(BaseRows base, Bounds bounds, Listener listener, Pause pause) {
        this.base = base;
        this.bounds = bounds;
        this.listener = listener;
        this.pause = pause;
    }

    /**
     * Moves everything below the marks.
     *
     * @throws ConflictException if other runs committed first again and again
     */
    public Moved run(List<Mark> marks) throws SQLException, ConflictException, InterruptedException {
        long rows = 0;
        int steps = 0;
        int lost = 0;
        while (true) {
            Step step = next(marks);
            if (step.marks().isEmpty()) {
                return new Moved(rows, steps);
            }
            try {
                // Another run can have moved some of it since; border rows of those lanes are not added then.
                long moved = Math.max(
                        0,
                        base.move(step.marks(), dates(step.waiting()))
                                - step.marks().size());
                rows += moved;
                steps++;
                lost = 0;
                listener.moved(moved, dates(step.waiting()).size());
            } catch (ConflictException conflict) {
                lost++;
                if (lost == TRIES) {
                    throw conflict;
                }
                listener.lost(conflict);
                pause.of(PAUSE.multipliedBy(lost));
            }
        }
    }

    /** A part of what waits that keeps to the bounds; without marks where nothing waits. */
    private Step next(List<Mark> marks) throws SQLException {
        List<Waiting> waiting = marks.isEmpty() ? List.of() : base.waiting(marks);
        Map<Lane, Long> firsts = firsts(waiting);
        List<Mark> step =
                marks.stream().filter(mark -> firsts.containsKey(mark.lane())).toList();
        long offsets = Math.clamp(bounds.rows() / Math.max(1, step.size()), 1, guess);
        while (!keepsToBounds(waiting)) {
            step = shorter(step, firsts, offsets);
            waiting = base.waiting(step);
            guess = 2 * offsets;
            if (offsets == 1) {
                break;
            }
            offsets = Math.max(1, offsets / 2);
        }
        if (waiting.isEmpty() && !step.isEmpty()) {
            return next(marks); // another run moved this part meanwhile
        }
        return new Step(step, waiting);
    }

    private boolean keepsToBounds(List<Waiting> waiting) {
        return rows(waiting) <= bounds.rows() && dates(waiting).size() <= bounds.dates();
    }

    /** Of each lane so many offsets; of no more lanes than dates are allowed, where it is one offset each. */
    private List<Mark> shorter(List<Mark> marks, Map<Lane, Long> firsts, long offsets) {
        List<Mark> shorter = new ArrayList<>();
        for (Mark mark : marks) {
            long upto = Math.min(mark.upto(), firsts.get(mark.lane()) + offsets);
            shorter.add(new Mark(mark.lane(), upto));
        }
        return offsets == 1 && shorter.size() > bounds.dates()
                ? List.copyOf(shorter.subList(0, bounds.dates()))
                : List.copyOf(shorter);
    }

    private static Map<Lane, Long> firsts(List<Waiting> waiting) {
        Map<Lane, Long> firsts = new LinkedHashMap<>();
        waiting.forEach(rows -> firsts.merge(rows.lane(), rows.firstOffset(), Math::min));
        return firsts;
    }

    private static long rows(Collection<Waiting> waiting) {
        return waiting.stream().mapToLong(Waiting::rows).sum();
    }

    private static Set<LocalDate> dates(Collection<Waiting> waiting) {
        return waiting.stream().map(Waiting::date).collect(Collectors.toSet());
    }

    private record Step(List<Mark> marks, List<Waiting> waiting) {}
}
