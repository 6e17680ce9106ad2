package io.goldstream.local.laboratory.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SimulatedEvent> EVENTS = new ArrayList<>();
    private static final Truth TRUTH = run(42, EVENTS);

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        List<SimulatedEvent> again = new ArrayList<>();
        List<SimulatedEvent> other = new ArrayList<>();

        assertThat(run(42, again)).isEqualTo(TRUTH);
        assertThat(lines(again)).isEqualTo(lines(EVENTS));
        run(43, other);
        assertThat(lines(other)).isNotEqualTo(lines(EVENTS));
    }

    @Test
    void eventsComeInTheOrderOfTime() {
        assertThat(EVENTS).isSortedAccordingTo(SimulatedEvent.IN_TIME);
        assertThat(EVENTS.getFirst().ts()).isGreaterThanOrEqualTo(1735689600000L);
    }

    @Test
    void eachListenIsANextSongPageViewWithTheSameSessionAndItem() {
        Set<String> plays = of(EventType.PAGE_VIEW).stream()
                .filter(view -> view.path("page").asText().equals("NextSong"))
                .map(SimulatorTest::coordinates)
                .collect(Collectors.toSet());
        List<String> listens =
                of(EventType.LISTEN).stream().map(SimulatorTest::coordinates).toList();

        assertThat(listens).doesNotHaveDuplicates().hasSizeGreaterThan(1_000);
        assertThat(plays).containsExactlyInAnyOrderElementsOf(listens);
        assertThat(of(EventType.PAGE_VIEW).stream()
                        .filter(view -> view.has("userId"))
                        .map(SimulatorTest::coordinates))
                .doesNotHaveDuplicates();
    }

    /** Its {@code Session.incrementEvent}: the reckoning is made anew here, from what the events say. */
    @Test
    void pagesComeByEventsimsRule() {
        int songsAfterPages = 0;
        for (List<JsonNode> session : webSessions()) {
            long songsEnd = Long.MIN_VALUE;
            for (int i = 0; i < session.size(); i++) {
                JsonNode view = session.get(i);
                long ts = view.path("ts").asLong();
                long before = i == 0 ? ts : session.get(i - 1).path("ts").asLong();
                assertThat(ts).isGreaterThanOrEqualTo(before);
                if (i > 0 && view.path("status").asInt() / 100 == 3) {
                    assertThat(ts).as("after a redirect: %s", view).isEqualTo(before + 1_000);
                } else if (isNextSong(view) && before < songsEnd) {
                    assertThat(ts).as("at the song's end: %s", view).isEqualTo(songsEnd);
                    songsAfterPages += isNextSong(session.get(i - 1)) ? 0 : 1;
                }
                if (isNextSong(view)) {
                    songsEnd = ts + (long) view.path("duration").asDouble() * 1_000;
                } else if (Set.of("Logout", "Cancel").contains(page(view))) {
                    songsEnd = Long.MIN_VALUE;
                }
            }
        }
        assertThat(songsAfterPages).isGreaterThan(200);
    }

    @Test
    void listenersSayWhatTheyThinkOfASongThatPlays() {
        Map<String, Long> opinions = TRUTH.plays().stream()
                .flatMap(play -> play.opinions().stream())
                .collect(Collectors.groupingBy(opinion -> opinion, Collectors.counting()));

        assertThat(opinions).containsOnlyKeys("Thumbs Up", "Thumbs Down", "Add to Playlist");
        opinions.forEach((opinion, count) -> assertThat(of(EventType.PAGE_VIEW).stream()
                        .filter(view -> page(view).equals(opinion)))
                .hasSize(count.intValue()));
        assertThat(TRUTH.plays())
                .anyMatch(play -> play.isComplete() && play.opinions().contains("Thumbs Up"))
                .anyMatch(play -> play.isSkip() && !play.opinions().isEmpty());
    }

    /** By the gap to what ends a song; the simulator does not look at events. */
    @Test
    void theTruthIsWhatTheEventsTell() {
        Map<String, List<JsonNode>> views = of(EventType.PAGE_VIEW).stream()
                .filter(view -> view.has("userId"))
                .collect(Collectors.groupingBy(SimulatorTest::session));

        assertThat(TRUTH.plays()).hasSameSizeAs(of(EventType.LISTEN)).allSatisfy(play -> {
            long ended = views.get(play.sessionId() + "/" + play.userId()).stream()
                    .filter(view -> view.path("itemInSession").asInt() > play.item())
                    .filter(view -> Set.of("NextSong", "Logout", "Cancel").contains(page(view)))
                    .mapToLong(view -> view.path("ts").asLong())
                    .min()
                    .orElse(Long.MAX_VALUE);
            long cut = play.cutMillis().orElse(Long.MAX_VALUE);
            assertThat(play.cutMillis().isPresent() ? ended - play.ts() : Long.MAX_VALUE)
                    .isEqualTo(cut);
            assertThat(cut).isGreaterThan(0);
            if (play.cutMillis().isEmpty()) {
                assertThat(ended - play.ts()).isGreaterThan(play.lengthMillis() - 1_000);
            }
        });
        assertThat(TRUTH.plays().stream().filter(Play::isSkip)).hasSizeBetween(40, 400);
        assertThat(TRUTH.plays().stream().filter(Play::isComplete)).hasSizeGreaterThan(3_000);
        assertThat(TRUTH.plays())
                .anyMatch(play -> !play.isEndKnown())
                .anyMatch(play -> play.isComplete() && !play.isStream());
    }

    @Test
    void clientsOfTenFormsListenAndCrawlersOnlyLook() {
        assertThat(TRUTH.plays().stream().map(Play::form).distinct())
                .containsExactlyInAnyOrder(
                        "phone", "tablet", "desktop", "speaker", "tv", "console", "car", "watch", "headset", "bot");
        assertThat(of(EventType.PAGE_VIEW))
                .anyMatch(view -> view.path("userAgent").asText().contains("Googlebot") && !view.has("userId"));
    }

    @Test
    void whoCancelsDoesNotComeBack() {
        Map<String, List<JsonNode>> byUser = of(EventType.PAGE_VIEW).stream()
                .filter(view -> view.has("userId"))
                .collect(Collectors.groupingBy(view -> view.path("userId").asText()));

        assertThat(TRUTH.cancelled()).isNotEmpty().allSatisfy(user -> assertThat(
                        page(byUser.get(user.toString()).getLast()))
                .isEqualTo("Cancellation Confirmation"));
    }

    @Test
    void aChangeOfLevelCanBeTheLastThatIsHeard() {
        Map<String, String> lastLevels = new HashMap<>();
        EVENTS.stream()
                .map(event -> parse(event.json()))
                .filter(event -> event.has("userId"))
                .forEach(event -> lastLevels.put(
                        event.path("userId").asText(), event.path("level").asText()));

        assertThat(TRUTH.levels()).hasSameSizeAs(lastLevels);
        assertThat(TRUTH.levels().entrySet().stream()
                        .filter(user ->
                                !lastLevels.get(user.getKey().toString()).equals(user.getValue()))
                        .map(Map.Entry::getValue))
                .contains("paid");
    }

    @Test
    void twoUsersAreUnderOneSessionNumberAtOneTime() {
        Map<String, Map<String, List<JsonNode>>> sessions = of(EventType.PAGE_VIEW).stream()
                .filter(view -> view.has("userId"))
                .collect(Collectors.groupingBy(
                        view -> view.path("sessionId").asText(),
                        Collectors.groupingBy(view -> view.path("userId").asText())));

        assertThat(sessions.values().stream().filter(users -> users.size() > 1).map(Map::values))
                .hasSizeGreaterThan(5)
                .anySatisfy(users -> assertThat(users.stream()
                                .mapToLong(views -> views.getFirst().path("ts").asLong())
                                .max()
                                .orElseThrow())
                        .isLessThan(users.stream()
                                .mapToLong(views -> views.getLast().path("ts").asLong())
                                .min()
                                .orElseThrow()));
    }

    @Test
    void onlyWhoIsLoggedInIsNamed() {
        assertThat(of(EventType.PAGE_VIEW)).allSatisfy(view -> assertThat(view.has("userId"))
                .isEqualTo(Set.of("Logged In", "Cancelled")
                        .contains(view.path("auth").asText())));
        assertThat(of(EventType.PAGE_VIEW).stream()
                        .map(view -> view.path("auth").asText()))
                .contains("Logged In", "Logged Out", "Guest");
        assertThat(of(EventType.AUTH_ATTEMPT))
                .allSatisfy(login -> assertThat(login.has("userId"))
                        .isEqualTo(login.path("success").asBoolean()))
                .anyMatch(login -> !login.path("success").asBoolean());
    }

    @Test
    void bothDialectsAreSpoken() {
        assertThat(of(EventType.LISTEN))
                .anyMatch(web -> web.path("userId").isIntegralNumber()
                        && web.path("duration").isFloatingPointNumber())
                .anyMatch(web -> web.path("userId").isIntegralNumber()
                        && web.path("duration").isIntegralNumber()
                        && web.path("duration").asLong() >= 1_000)
                .anyMatch(mobile -> mobile.path("userId").isTextual()
                        && mobile.path("duration").asLong() >= 1_000)
                .anyMatch(web -> web.path("userAgent").asText().startsWith("\""));
    }

    @Test
    void theQuirksOfRealProducersAreThere() {
        assertThat(of(EventType.LISTEN))
                .anyMatch(listen -> isMojibake(listen.path("artist").asText()))
                .anyMatch(listen -> listen.path("song").asText().equals("\"\""))
                .anyMatch(listen -> listen.path("artist").asText().endsWith(" "));
        assertThat(of(EventType.PAGE_VIEW)).anyMatch(isRegisteredLater());
        List<String> logins = lines(EVENTS, EventType.AUTH_ATTEMPT);
        assertThat(logins.size() - Set.copyOf(logins).size())
                .as("repeated logins")
                .isPositive();
    }

    @Test
    void aStatusChangeHasTheOldLevelAndTheNextPageViewTheNewOne() {
        Map<String, JsonNode> views = new HashMap<>();
        of(EventType.PAGE_VIEW).forEach(view -> views.put(coordinates(view), view));

        List<JsonNode> followed = of(EventType.STATUS_CHANGE).stream()
                .filter(change -> views.containsKey(coordinates(change, 1)))
                .toList();
        assertThat(followed).isNotEmpty().allSatisfy(change -> assertThat(
                        views.get(coordinates(change, 1)).path("level").asText())
                .isNotEqualTo(change.path("level").asText()));
    }

    private static Predicate<JsonNode> isRegisteredLater() {
        return event -> event.path("registration").asLong() > event.path("ts").asLong();
    }

    private static boolean isMojibake(String text) {
        return text.chars().allMatch(c -> c < 256)
                && !new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).equals(text)
                && !new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).contains("\uFFFD");
    }

    private static String session(JsonNode event) {
        return event.path("sessionId").asText() + "/" + event.path("userId").asText();
    }

    private static String coordinates(JsonNode event) {
        return coordinates(event, 0);
    }

    private static String coordinates(JsonNode event, int ahead) {
        return session(event) + "/" + (event.path("itemInSession").asInt() + ahead);
    }

    private static String page(JsonNode view) {
        return view.path("page").asText();
    }

    private static boolean isNextSong(JsonNode view) {
        return page(view).equals("NextSong");
    }

    /** eventsim's sessions from the login on, in their order. */
    private static Collection<List<JsonNode>> webSessions() {
        return of(EventType.PAGE_VIEW).stream()
                .filter(view -> view.path("userId").isNumber())
                .collect(Collectors.groupingBy(SimulatorTest::session))
                .values();
    }

    private static Truth run(long seed, List<SimulatedEvent> events) {
        return new Simulator(new Simulation(200, 4, seed, LocalDate.of(2025, 1, 1))).run(events::add);
    }

    private static List<JsonNode> of(EventType type) {
        return EVENTS.stream()
                .filter(event -> event.type() == type)
                .map(event -> parse(event.json()))
                .toList();
    }

    private static List<String> lines(List<SimulatedEvent> events) {
        return events.stream()
                .map(event -> event.type() + new String(event.json(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> lines(List<SimulatedEvent> events, EventType type) {
        return lines(events.stream().filter(event -> event.type() == type).toList());
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
