package io.goldstream.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SinkTest {

    private static final ObjectNode FILE = new ObjectMapper()
            .createObjectNode()
            .put("topics", "raw.listen_events")
            .put("rotate.max.age", "PT5M");

    private final Sink sink = new Sink("raw.json", "goldstream-raw", FILE);

    @Test
    void whatWasPutMayBeReplacedByWhatTheFileSaysLater() {
        ObjectNode newer = FILE.deepCopy().put("rotate.max.age", "PT1M");

        assertThat(new Sink("raw.json", "goldstream-raw", newer).changedBySomebodyElse(sink.marked()))
                .isEmpty();
    }

    @Test
    void aChangeOverRestNamesItsOptions() {
        ObjectNode changed = sink.marked().put("rotate.max.age", "PT1M").put("late.data", "separate");

        assertThat(sink.changedBySomebodyElse(changed)).contains("late.data, rotate.max.age");
    }

    @Test
    void aSinkThatSomebodyElseMadeLikeTheFileMayBeReplaced() {
        assertThat(sink.changedBySomebodyElse(FILE.deepCopy().put("name", "goldstream-raw")))
                .isEmpty();
    }

    @Test
    void anOptionThatIsGoneIsAChange() {
        ObjectNode without = sink.marked();
        without.remove("rotate.max.age");

        assertThat(sink.changedBySomebodyElse(without)).contains("rotate.max.age");
    }
}
