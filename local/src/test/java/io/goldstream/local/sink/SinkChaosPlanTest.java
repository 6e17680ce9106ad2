package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.laboratory.chaos.sink.Fault;
import io.goldstream.local.laboratory.chaos.sink.SinkChaosPlan;
import io.goldstream.local.laboratory.chaos.sink.SinkChaosPlan.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SinkChaosPlanTest {

    @Test
    void twoRunsSeeBothAssignorsAndAllFaults() {
        assertThat(faultsByAssignor(2)).hasSize(2);
        assertThat(new SinkChaosPlan(2, 1).parts()).flatExtracting(Part::faults).contains(Fault.values());
    }

    @Test
    void fourRunsBringEveryFaultOverEachAssignor() {
        assertThat(faultsByAssignor(4)).hasSize(2).allSatisfy((assignor, faults) -> assertThat(faults)
                .containsExactlyInAnyOrder(Fault.values()));
        assertThat(new SinkChaosPlan(4, 1).parts()).doesNotHaveDuplicates();
    }

    private static Map<String, Set<Fault>> faultsByAssignor(int runs) {
        List<Part> parts = new SinkChaosPlan(runs, 1).parts();
        return parts.stream()
                .collect(Collectors.groupingBy(
                        Part::assignor,
                        Collectors.flatMapping(
                                part -> part.faults().stream(),
                                Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)))));
    }
}
