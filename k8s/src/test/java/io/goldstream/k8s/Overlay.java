package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What one overlay applies.
 *
 * @param name the overlay's folder, such as {@code aks-production}
 * @param manifests its resources, rendered
 */
public record Overlay(String name, List<Manifest> manifests) {

    public static final String PRODUCTION = "aks-production";

    /** Production with the components that an installation may add. */
    public static final String WITH_PRODUCERS = PRODUCTION + "+producers";

    static final Path FOLDER = Path.of("overlays");
    public static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    public Overlay {
        manifests = List.copyOf(manifests);
    }

    /** The names of all overlays. */
    static List<String> names() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, and those that an installation may make of them. */
    static List<String> possible() {
        return Stream.concat(names().stream(), Stream.of(WITH_PRODUCERS)).toList();
    }

    /** All overlays, rendered by kubectl. */
    static List<Overlay> all() {
        return names().stream().map(Overlay::render).toList();
    }

    /** An overlay, rendered once by kubectl. */
    public static Overlay render(String name) {
        Tools.need("kubectl");
        return RENDERED.computeIfAbsent(name, overlay -> {
            Tools.Run run =
                    Tools.run(List.of("kubectl", "kustomize", folder(overlay).toString()));
            if (run.exit() != 0) {
                throw new AssertionError(overlay + " does not render: " + run.output());
            }
            return new Overlay(overlay, parse(run.output()));
        });
    }

    /** Where an overlay is; one with a component, {@code overlay+component}, is made as an operator would make it. */
    private static Path folder(String overlay) {
        String[] parts = overlay.split("\\+");
        if (parts.length == 1) {
            return FOLDER.resolve(overlay);
        }
        try {
            Path folder = Files.createDirectories(Path.of("target", "with", overlay));
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    resources:
                      - ../../../overlays/%s
                    components:
                      - ../../../components/%s
                    """.formatted(parts[0], parts[1]));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> parse(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll().stream().map(Manifest::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Stream<Manifest> of(String kind) {
        return manifests.stream().filter(manifest -> manifest.is(kind));
    }

    public Optional<Manifest> find(String kind, String name) {
        return of(kind).filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    public Manifest get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError(this.name + " has no " + kind + "/" + name));
    }

    /** What makes pods of Kubernetes' own; Strimzi's pods are its operator's. */
    public Stream<Manifest> workloads() {
        return manifests.stream().filter(Manifest::hasPod);
    }

    @Override
    public String toString() {
        return name;
    }
}
