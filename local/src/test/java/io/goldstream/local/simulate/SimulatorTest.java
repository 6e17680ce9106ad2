package io.goldstream.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SimulatedEvent> EVENTS = run(42);

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        assertThat(lines(run(42))).isEqualTo(lines(EVENTS));
        assertThat(lines(run(43))).isNotEqualTo(lines(EVENTS));
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
        assertThat(of(EventType.PAGE_VIEW).stream().map(SimulatorTest::coordinates))
                .doesNotHaveDuplicates();
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

        assertThat(of(EventType.STATUS_CHANGE)).isNotEmpty().allSatisfy(change -> {
            JsonNode next = views.get(change.path("sessionId").asText() + "/"
                    + (change.path("itemInSession").asInt() + 1));
            assertThat(next.path("level").asText())
                    .isNotEqualTo(change.path("level").asText());
        });
    }

    private static Predicate<JsonNode> isRegisteredLater() {
        return event -> event.path("registration").asLong() > event.path("ts").asLong();
    }

    private static boolean isMojibake(String text) {
        return text.chars().allMatch(c -> c < 256)
                && !new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).equals(text)
                && !new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).contains("\uFFFD");
    }

    private static String coordinates(JsonNode event) {
        return event.path("sessionId").asText() + "/"
                + event.path("itemInSession").asText();
    }

    private static List<SimulatedEvent> run(long seed) {
        List<SimulatedEvent> events = new ArrayList<>();
        new Simulator(new Simulation(200, 4, seed, LocalDate.of(2025, 1, 1))).run(events::add);
        return events;
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
