package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.gateway.auth.Client;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private static final Client ADA = client("ada");

    private final EventIds ids = new EventIds();

    @Test
    void aRequestThatIsRepeatedNamesTheSameEvents() {
        assertThat(derived(ADA, "key", "a", "b", "a")).isEqualTo(derived(ADA, "key", "a", "b", "a"));
        assertThat(UUID.fromString(derived(ADA, "key", "a").getFirst()).version())
                .isEqualTo(5);
    }

    @Test
    void otherBytesAreAnotherEventWhereverTheyStand() {
        assertThat(derived(ADA, "key", "a", "b")).doesNotContainAnyElementsOf(derived(ADA, "key", "a ", "c"));
        assertThat(derived(ADA, "key", "mended", "b").getLast())
                .as("what is mended beside it changes nothing of an event")
                .isEqualTo(derived(ADA, "key", "a", "b").getLast());
        assertThat(derived(ADA, "key", "b").getFirst())
                .isEqualTo(derived(ADA, "key", "a", "b").getLast());
    }

    @Test
    void equalEventsOfOneRequestAreSeveral() {
        List<String> three = derived(ADA, "key", "a", "a", "a");
        assertThat(three).doesNotHaveDuplicates();
        assertThat(derived(ADA, "key", "a", "b", "a")).element(2).isEqualTo(three.get(1));
    }

    @Test
    void clientKeyAndTypeArePartOfIt() {
        String id = derived(ADA, "key", "a").getFirst();
        assertThat(derived(client("bob"), "key", "a").getFirst()).isNotEqualTo(id);
        assertThat(derived(ADA, "other", "a").getFirst()).isNotEqualTo(id);
        assertThat(ids.of(ADA, "key").idOf(event(EventType.PAGE_VIEW, "a"), null))
                .isNotEqualTo(id);
    }

    @Test
    void anIdOfItsOwnStaysAndWithoutAKeyEachIsNew() {
        assertThat(ids.of(ADA, "key").idOf(event(EventType.LISTEN, "a"), "own")).isEqualTo("own");
        String minted = ids.of(ADA, null).idOf(event(EventType.LISTEN, "a"), null);
        assertThat(UUID.fromString(minted).version()).isEqualTo(7);
        assertThat(ids.of(ADA, null).idOf(event(EventType.LISTEN, "a"), null)).isNotEqualTo(minted);
    }

    private List<String> derived(Client client, String key, String... events) {
        EventIds.Request request = ids.of(client, key);
        return Arrays.stream(events)
                .map(event -> request.idOf(event(EventType.LISTEN, event), null))
                .toList();
    }

    private static Submission.Event event(EventType type, String text) {
        byte[] bytes = ("[" + text + "]").getBytes(UTF_8);
        return new Submission.Event(type, bytes, 1, bytes.length - 2, null, null, null);
    }

    private static Client client(String id) {
        return new Client(id, Optional.empty(), EnumSet.allOf(EventType.class), Optional.empty());
    }
}
