package io.goldstream.trino;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Sessions by their definition, event by event; for numbers under which each date has an event that names a user. */
final class DefinedSessions {

    private DefinedSessions() {}

    /** What one user did under a number on a date without a silence. */
    private static final class Part {
        final String number;
        final String user;
        final LocalDateTime start;
        LocalDateTime end;
        LocalDateTime heardUntil;
        long plays;
        long pages;
        boolean isFirst;
        boolean isLast = true;

        Part(String number, String user, LocalDateTime start) {
            this.number = number;
            this.user = user;
            this.start = start;
            this.heardUntil = start;
        }

        void add(TestEvent event) {
            end = time(event);
            LocalDateTime heard = end;
            if (event.value("page") == null) {
                plays++;
                heard = end.plus(Math.round((Double) event.value("duration_seconds") * 1000), ChronoUnit.MILLIS);
            } else {
                pages++;
            }
            heardUntil = heard.isAfter(heardUntil) ? heard : heardUntil;
        }

        boolean goesOnIn(Part next) {
            LocalDate date = next.start.toLocalDate();
            boolean reachesItsMidnight = next.isLast && !next.heardUntil.isBefore(date.atTime(23, 0));
            return isLast
                    && next.isFirst
                    && !reachesItsMidnight
                    && number.equals(next.number)
                    && user.equals(next.user)
                    && start.toLocalDate().plusDays(1).equals(date)
                    && !next.start.isAfter(heardUntil.plusHours(1));
        }
    }

    /** User, start, end, plays and pages of each session, by number, start and user. */
    static List<List<Object>> of(List<TestEvent> events) {
        List<Part> parts = new ArrayList<>();
        events.stream()
                .collect(groupingBy(DefinedSessions::numberAndDate, TreeMap::new, toList()))
                .values()
                .forEach(ofDate -> parts.addAll(parts(ofDate)));
        List<List<Object>> sessions = new ArrayList<>();
        parts.sort(comparing((Part part) -> part.number)
                .thenComparing(part -> part.start)
                .thenComparing(part -> part.user));
        for (Part part : parts) {
            if (parts.stream().noneMatch(before -> before.goesOnIn(part))) {
                Part rest = parts.stream().filter(part::goesOnIn).findFirst().orElse(null);
                sessions.add(List.of(
                        part.user,
                        TestEvent.MILLIS.format(part.start),
                        TestEvent.MILLIS.format(rest == null ? part.end : rest.end),
                        part.plays + (rest == null ? 0 : rest.plays),
                        part.pages + (rest == null ? 0 : rest.pages)));
            }
        }
        return sessions;
    }

    private static List<Part> parts(List<TestEvent> ofDate) {
        List<TestEvent> inOrder = ofDate.stream()
                .sorted(comparing(DefinedSessions::time)
                        .thenComparing(event -> (Integer) event.value("item_in_session")))
                .toList();
        String user = inOrder.stream()
                .map(event -> (String) event.value("user_id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        TreeMap<String, Part> open = new TreeMap<>();
        List<Part> parts = new ArrayList<>();
        for (TestEvent event : inOrder) {
            user = event.value("user_id") == null ? user : (String) event.value("user_id");
            Part part = open.get(user);
            if (part == null || time(event).isAfter(part.heardUntil.plusHours(1))) {
                Part next = new Part((String) event.value("session_id"), user, time(event));
                next.isFirst = part == null;
                if (part != null) {
                    part.isLast = false;
                }
                open.put(user, next);
                parts.add(next);
                part = next;
            }
            part.add(event);
        }
        return parts;
    }

    private static String numberAndDate(TestEvent event) {
        return event.value("session_id") + " " + time(event).toLocalDate();
    }

    private static LocalDateTime time(TestEvent event) {
        return (LocalDateTime) event.value("event_time");
    }
}
