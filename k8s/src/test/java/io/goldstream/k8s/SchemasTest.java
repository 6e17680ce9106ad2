package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each resource of each overlay is one that its API would take. */
class SchemasTest {

    private static final Schemas SCHEMAS = new Schemas();

    static Stream<String> overlays() {
        return Overlay.possible().stream();
    }

    /** One resource of each kind. */
    static Stream<Manifest> kinds() {
        Map<String, Manifest> byKind = Overlay.all().stream()
                .flatMap(overlay -> overlay.manifests().stream())
                .collect(Collectors.toMap(Manifest::kind, manifest -> manifest, (first, next) -> first));
        return byKind.values().stream();
    }

    static Stream<Fault> faults() {
        return Stream.of("unknown", "mistyped", "missing", "noSuchValue").flatMap(kind -> {
            List<Fault> faults = Fault.read("schema-faults.yaml", kind);
            assertThat(faults).as(kind).isNotEmpty();
            return faults.stream();
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyResourceHasOnlyFieldsOfItsKind(String overlay) {
        List<String> mistakes = Overlay.render(overlay).manifests().stream()
                .flatMap(manifest -> SCHEMAS.mistakes(manifest).stream())
                .toList();

        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFieldThatAKindDoesNotHaveIsRefused(Manifest manifest) {
        ObjectNode copy = manifest.node().deepCopy();
        String place = copy.path("spec").isObject() ? "spec" : "metadata";
        if (place.equals("spec")) {
            ((ObjectNode) copy.path("spec")).put("replicaz", 3);
        } else {
            copy.put("dataa", 3);
        }

        assertThat(SCHEMAS.mistakes(new Manifest(copy)))
                .isNotEmpty()
                .anyMatch(text -> text.contains("replicaz") || text.contains("dataa"));
    }

    /** Each fault of {@code schema-faults.yaml}: as an API server would refuse it. */
    @ParameterizedTest
    @MethodSource("faults")
    void aPlantedFaultIsRefused(Fault fault) {
        assertThat(SCHEMAS.mistakes(fault.resource())).isNotEmpty().allMatch(message -> message.contains(fault.says()));
    }

    @Test
    void everyKindHasASchema() {
        TreeSet<String> without = Overlay.all().stream()
                .flatMap(overlay -> overlay.manifests().stream())
                .filter(manifest -> SCHEMAS.source(manifest) == Schemas.Source.NONE)
                .map(manifest -> manifest.apiVersion() + " " + manifest.kind())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(without).isEmpty();
    }
}
