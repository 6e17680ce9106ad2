package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay keeps every rule, and every rule finds what is planted against it. */
class PolicyTest {

    static Stream<String> overlays() {
        return Overlay.possible().stream();
    }

    static Stream<Policy> policies() {
        return Stream.of(Policy.values());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayKeepsEveryRule(String overlay) {
        List<String> broken = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            policy.broken(Overlay.render(overlay)).forEach(what -> broken.add(policy + ": " + what));
        }

        assertThat(broken).isEmpty();
    }

    /** Each fault of {@code faults.yaml} is told for what it is, and is not told where it is not planted. */
    @ParameterizedTest
    @MethodSource("policies")
    void aPlantedFaultIsFound(Policy policy) {
        List<Fault> faults = Fault.read("faults.yaml", policy.name());
        assertThat(faults).as("planted faults for " + policy).isNotEmpty();

        for (Fault fault : faults) {
            assertThat(policy.broken(fault.overlay())).as(fault.toString()).isEmpty();
            assertThat(policy.broken(fault.planted()))
                    .as(fault.toString())
                    .anyMatch(message -> message.contains(fault.says()));
        }
    }
}
