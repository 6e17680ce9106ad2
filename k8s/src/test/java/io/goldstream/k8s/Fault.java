package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A change of one resource, which a check has to find. Written as {@code {in: Kind/name, at: /pointer, value: any, says:
 * text}}: without {@code value}, the field goes; without {@code at}, the resource; {@code add} instead of {@code in} is one
 * resource more. {@code overlay} is production's, where none is named. {@code says} is a part of what the check must say.
 */
record Fault(JsonNode node) {

    static List<Fault> read(String file, String under) {
        try {
            JsonNode all = Overlay.YAML.readTree(Files.readString(Path.of("src/test/resources", file)));
            return Manifest.elements(all.path(under)).map(Fault::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Never empty: a message that says nothing would be any message. */
    String says() {
        String says = node.path("says").asText();
        assertThat(says).as("what a check says of " + node).isNotEmpty();
        return says;
    }

    Overlay overlay() {
        return Overlay.render(node.path("overlay").asText(Overlay.PRODUCTION));
    }

    /** The overlay with this fault in it. */
    Overlay planted() {
        Overlay overlay = overlay();
        if (node.has("add")) {
            return new Overlay(
                    overlay.name(),
                    Stream.concat(Stream.of(new Manifest(node.path("add"))), overlay.manifests().stream())
                            .toList());
        }
        List<Manifest> manifests = new ArrayList<>();
        boolean isThere = false;
        for (Manifest manifest : overlay.manifests()) {
            if (!named(manifest).equals(node.path("in").asText())) {
                manifests.add(manifest);
                continue;
            }
            isThere = true;
            if (node.has("at")) {
                manifests.add(changed(manifest));
            }
        }
        assertThat(isThere).as("there is a " + node.path("in")).isTrue();
        return new Overlay(overlay.name(), manifests);
    }

    /** Without the hash that kustomize ends a generated ConfigMap's name with. */
    private static String named(Manifest manifest) {
        return manifest.is("ConfigMap") ? manifest.id().replaceFirst("-[a-z0-9]{10}$", "") : manifest.id();
    }

    /** The resource {@code in} with this fault in it. */
    Manifest resource() {
        return overlay().manifests().stream()
                .filter(manifest -> named(manifest).equals(node.path("in").asText()))
                .map(this::changed)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + node.path("in")));
    }

    private Manifest changed(Manifest manifest) {
        JsonNode copy = manifest.node().deepCopy();
        String pointer = node.path("at").asText();
        int last = pointer.lastIndexOf('/');
        String field = pointer.substring(last + 1).replace("~1", "/");
        assertThat(copy.at(pointer.substring(0, last))).as(pointer).isInstanceOf(ObjectNode.class);
        ObjectNode parent = (ObjectNode) copy.at(pointer.substring(0, last));
        if (node.has("value")) {
            parent.set(field, node.path("value"));
        } else {
            assertThat(parent.remove(field)).as(pointer).isNotNull();
        }
        return new Manifest(copy);
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
