package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.goldstream.events.Event;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a native build is given: nothing that is looked up by name at run time may be missing there. The build itself needs
 * Mandrel, which is not everywhere.
 */
class NativeSourcesIT {

    private static final Path CONFIG = Path.of("src/main/resources/META-INF/native-image/io.goldstream/gateway");

    /** Those that no method of the HTTP interface names as what it returns. */
    private static final List<String> JSON = List.of(
            "edge.Receipt",
            "problem.Problem",
            "quarantine.Quarantine$Report",
            "quarantine.QuarantineRoutes$Counts",
            "quarantine.QuarantineRow",
            "refinery.RawLine");

    private static Set<String> reflective;

    @BeforeAll
    static void read() throws IOException {
        reflective = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("target/native-sources"))) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
            try (JarFile jar = new JarFile(runner.toFile());
                    InputStream config =
                            jar.getInputStream(jar.getEntry("META-INF/native-image/reflect-config.json"))) {
                new ObjectMapper().readTree(config).forEach(entry -> reflective.add(name(entry)));
            }
        }
    }

    @Test
    void everyTypeOfEventIsRegistered() {
        Set<String> events = Stream.of(Event.class.getPermittedSubclasses())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(events).isNotEmpty();
        assertThat(reflective).containsAll(events);
    }

    /** What Jackson reads and writes by constructors and getters: the HTTP interfaces' answers, rows and files. */
    @Test
    void everyTypeThatIsReadOrWrittenAsJsonIsRegistered() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.goldstream.gateway", "io.goldstream.events");
        Set<String> types = new TreeSet<>();
        classes.stream()
                .filter(type -> type.isAnnotatedWith("jakarta.ws.rs.Path"))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod"))
                .flatMap(method -> method.getReturnType().getAllInvolvedRawTypes().stream())
                .forEach(answer -> addWithComponents(answer, types));
        for (String root : JSON) {
            addWithComponents(classes.get("io.goldstream.gateway." + root), types);
        }

        assertThat(types).hasSizeGreaterThan(JSON.size());
        assertThat(reflective).containsAll(types);
    }

    /** Ours, and of a record what its components are. */
    private static void addWithComponents(JavaClass type, Set<String> types) {
        if (type.getPackageName().startsWith("io.goldstream") && types.add(type.getName()) && type.isRecord()) {
            type.getFields().stream()
                    .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                    .forEach(component -> addWithComponents(component, types));
        }
    }

    @Test
    void whatKafkasClientsFindByNameIsRegistered() {
        assertThat(reflective)
                .contains(
                        ByteArraySerializer.class.getName(),
                        ByteArrayDeserializer.class.getName(),
                        ScramLoginModule.class.getName());
    }

    /** Other producers may compress as they like. */
    @Test
    void whatReadsCompressedBatchesIsRegistered() {
        assertThat(reflective).contains("org.xerial.snappy.SnappyInputStream", "org.xerial.snappy.SnappyOutputStream");
    }

    /**
     * Native code looks up fields by name: each that is registered is there, in a class that calls native code, as this JVM
     * loads it. Versions of zstd that call it by java.lang.foreign have neither.
     */
    @Test
    void whatNativeCodeLooksUpIsRegisteredAndThere() throws Exception {
        JsonNode classes = new ObjectMapper().readTree(Files.readString(CONFIG.resolve("jni-config.json")));
        Set<String> registered = new TreeSet<>();
        for (JsonNode entry : classes) {
            Class<?> type = Class.forName(name(entry), false, NativeSourcesIT.class.getClassLoader());
            registered.add(type.getSimpleName());
            assertThat(type.getDeclaredMethods())
                    .as(type.getName())
                    .anyMatch(method -> Modifier.isNative(method.getModifiers()));
            for (JsonNode field : entry.path("fields")) {
                assertThat(type.getDeclaredField(field.path("name").asText())).isNotNull();
            }
        }
        assertThat(registered).containsExactlyInAnyOrder("ZstdInputStreamNoFinalizer", "ZstdOutputStreamNoFinalizer");
    }

    /** Patterns of what is taken along must match what is in the gateway's own jar or in a library, by the versions of today. */
    @Test
    void resourcesAreTakenAlong() throws IOException {
        JsonNode includes = new ObjectMapper()
                .readTree(Files.readString(CONFIG.resolve("resource-config.json")))
                .at("/resources/includes");
        Set<String> entries = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("target/native-sources"), 2)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jar")).toList()) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    jar.stream().forEach(entry -> entries.add(entry.getName()));
                }
            }
        }

        assertThat(includes).isNotEmpty();
        for (JsonNode include : includes) {
            assertThat(entries)
                    .anyMatch(Pattern.compile(include.path("pattern").asText()).asMatchPredicate());
        }
    }

    private static String name(JsonNode entry) {
        return entry.path("name").asText(entry.path("type").asText());
    }
}
