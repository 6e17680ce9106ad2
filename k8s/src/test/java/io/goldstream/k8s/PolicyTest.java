package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay keeps every rule, and every rule finds what is planted against it. */
class PolicyTest {

    static Stream<String> overlays() {
        return Overlay.names().stream();
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

    /** The faults are in {@code faults.yaml}: what to change in production's resources, by rule. */
    @ParameterizedTest
    @MethodSource("policies")
    void aPlantedFaultIsFound(Policy policy) throws IOException {
        JsonNode faults = Overlay.YAML
                .readTree(Files.readString(Path.of("src/test/resources/faults.yaml")))
                .path(policy.name());
        assertThat(faults).as("planted faults for " + policy).isNotEmpty();

        for (JsonNode fault : faults) {
            Overlay spoilt = plant(Overlay.render(Overlay.PRODUCTION), fault);

            assertThat(policy.broken(spoilt)).as(fault.toString()).isNotEmpty();
        }
    }

    /** Changes the resource {@code in}: sets {@code at} to {@code value}, or takes it away; without {@code at}, removes it whole. */
    private static Overlay plant(Overlay overlay, JsonNode fault) {
        List<Manifest> manifests = new ArrayList<>();
        if (fault.has("add")) {
            manifests.add(new Manifest(fault.path("add")));
        }
        boolean isPlanted = fault.has("add");
        for (Manifest manifest : overlay.manifests()) {
            if (!manifest.id().equals(fault.path("in").asText())) {
                manifests.add(manifest);
                continue;
            }
            isPlanted = true;
            if (fault.has("at")) {
                JsonNode copy = manifest.node().deepCopy();
                change(copy, fault.path("at").asText(), fault.path("value"));
                manifests.add(new Manifest(copy));
            }
        }
        assertThat(isPlanted).as("there is a " + fault.path("in")).isTrue();
        return new Overlay(overlay.name(), manifests);
    }

    private static void change(JsonNode root, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        String field = pointer.substring(last + 1).replace("~1", "/");
        JsonNode parent = root.at(pointer.substring(0, last));
        assertThat(parent.isMissingNode()).as(pointer).isFalse();
        if (parent instanceof ObjectNode object) {
            if (value.isMissingNode()) {
                assertThat(object.remove(field)).as(pointer).isNotNull();
            } else {
                object.set(field, value);
            }
        } else {
            throw new AssertionError(pointer + " is no field of an object");
        }
    }
}
