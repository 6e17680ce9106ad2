package io.goldstream.trino;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        final boolean followsNoSilence;
        LocalDateTime end;
        LocalDateTime heardUntil;
        long plays;
        long pages;

        Part(TestEvent first, String user, boolean followsNoSilence) {
            this.number = (String) first.value("session_id");
            this.user = user;
            this.start = time(first);
            this.heardUntil = start;
            this.followsNoSilence = followsNoSilence;
        }

        void add(TestEvent event) {
            end = time(event);
            if (event.value("page") == null) {
                plays++;
            } else {
                pages++;
            }
            LocalDateTime heard = heardUntil(event);
            heardUntil = heard.isAfter(heardUntil) ? heard : heardUntil;
        }

        /** Whether it belongs to the part before: not if the session would go on less than an hour before another midnight. */
        boolean goesOn() {
            return followsNoSilence && heardUntil.isBefore(start.toLocalDate().atTime(23, 0));
        }

        void add(Part rest) {
            end = rest.end;
            plays += rest.plays;
            pages += rest.pages;
        }
    }

    /** Number, user, start, end, plays and pages of each session, by number, start and user. */
    static List<List<Object>> of(List<TestEvent> events) {
        Map<String, List<Map.Entry<String, TestEvent>>> byUser = new TreeMap<>();
        events.stream()
                .collect(groupingBy(DefinedSessions::numberAndDate, TreeMap::new, toList()))
                .values()
                .forEach(ofDate -> named(ofDate).forEach(event -> byUser.computeIfAbsent(
                                event.getValue().value("session_id") + " " + event.getKey(), key -> new ArrayList<>())
                        .add(event)));
        List<Part> sessions = new ArrayList<>();
        byUser.values().forEach(ofUser -> sessions.addAll(sessions(ofUser)));
        sessions.sort(comparing((Part session) -> session.number)
                .thenComparing(session -> session.start)
                .thenComparing(session -> session.user));
        return sessions.stream()
                .map(session -> List.<Object>of(
                        session.number,
                        session.user,
                        TestEvent.MILLIS.format(session.start),
                        TestEvent.MILLIS.format(session.end),
                        session.plays,
                        session.pages))
                .toList();
    }

    /** One user's under one number, from events in their order. */
    private static List<Part> sessions(List<Map.Entry<String, TestEvent>> events) {
        List<Part> parts = new ArrayList<>();
        LocalDateTime heard = LocalDateTime.MIN;
        for (Map.Entry<String, TestEvent> entry : events) {
            TestEvent event = entry.getValue();
            boolean isSilence = time(event).isAfter(heard.plusHours(1));
            if (isSilence
                    || !parts.getLast().start.toLocalDate().equals(time(event).toLocalDate())) {
                parts.add(new Part(event, entry.getKey(), !isSilence));
            }
            parts.getLast().add(event);
            heard = heardUntil(event).isAfter(heard) ? heardUntil(event) : heard;
        }
        List<Part> sessions = new ArrayList<>();
        for (Part part : parts) {
            if (part.goesOn()) {
                sessions.getLast().add(part);
            } else {
                sessions.add(part);
            }
        }
        return sessions;
    }

    /** A date's events in their order, with whose each is. */
    private static List<Map.Entry<String, TestEvent>> named(List<TestEvent> ofDate) {
        List<TestEvent> inOrder = ofDate.stream()
                .sorted(comparing(DefinedSessions::time)
                        .thenComparing(event -> (Integer) event.value("item_in_session")))
                .toList();
        String user = inOrder.stream()
                .map(event -> (String) event.value("user_id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        List<Map.Entry<String, TestEvent>> named = new ArrayList<>();
        for (TestEvent event : inOrder) {
            user = event.value("user_id") == null ? user : (String) event.value("user_id");
            named.add(Map.entry(user, event));
        }
        return named;
    }

    private static LocalDateTime heardUntil(TestEvent event) {
        return event.value("page") == null
                ? time(event).plus(Math.round((Double) event.value("duration_seconds") * 1000), ChronoUnit.MILLIS)
                : time(event);
    }

    private static String numberAndDate(TestEvent event) {
        return event.value("session_id") + " " + time(event).toLocalDate();
    }

    private static LocalDateTime time(TestEvent event) {
        return (LocalDateTime) event.value("event_time");
    }
}
