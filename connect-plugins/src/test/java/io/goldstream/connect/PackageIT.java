package io.goldstream.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What users are handed: the folder, the archive, the image file. */
class PackageIT {

    private static final Path TARGET = Path.of("target");
    private static final Path FOLDER = TARGET.resolve("plugin/goldstream");
    private static final int JAVA_17 = 61;
    private static final int MAGIC = 0xCAFEBABE;

    /** Classes for newer Javas, which older ones pass over, and those of modules. */
    private static final Pattern NOT_FOR_ALL = Pattern.compile("META-INF/versions/.*|.*module-info\\.class");

    @Test
    void everyJarIsExplainedAndNoOther() throws IOException {
        List<String> jars = jars().map(
                        jar -> jar.getFileName().toString().replaceFirst("-\\d[0-9A-Za-z.-]*\\.jar$", ""))
                .sorted()
                .toList();

        assertThat(ConnectDocumentation.jars(ConnectDocumentation.read())).isEqualTo(jars);
        assertThat(jars)
                .noneMatch(jar -> jar.matches("(kafka|connect-(api|runtime|json|transforms)|slf4j|hadoop|netty).*"));
    }

    @Test
    void everyClassRunsOnJava17() throws IOException {
        try (Stream<Path> jars = jars()) {
            for (Path jar : jars.toList()) {
                try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
                    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                        boolean counts = entry.getName().endsWith(".class")
                                && !NOT_FOR_ALL.matcher(entry.getName()).matches();
                        if (counts) {
                            assertThat(classVersion(entries))
                                    .as("%s in %s", entry.getName(), jar)
                                    .isLessThanOrEqualTo(JAVA_17);
                        }
                    }
                }
            }
        }
    }

    @Test
    void theArchiveHoldsTheSameJarsAndSaysWhatItIs() throws IOException {
        List<Path> archives;
        try (Stream<Path> files = Files.list(TARGET)) {
            archives = files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
        assertThat(archives).hasSize(1);
        String name = archives.get(0).getFileName().toString().replaceFirst("\\.zip$", "");
        try (ZipFile archive = new ZipFile(archives.get(0).toFile());
                Stream<Path> jars = jars()) {
            assertThat(archive.stream().map(ZipEntry::getName).filter(entry -> entry.endsWith(".jar")))
                    .containsExactlyInAnyOrderElementsOf(
                            jars.map(jar -> name + "/lib/" + jar.getFileName()).toList());
            JsonNode manifest =
                    new ObjectMapper().readTree(archive.getInputStream(archive.getEntry(name + "/manifest.json")));
            assertThat("goldstream-" + manifest.path("name").asText() + "-"
                            + manifest.path("version").asText())
                    .isEqualTo(name);
            assertThat(archive.getEntry(name + "/doc/README.md")).isNotNull();
            assertThat(archive.getEntry(name + "/doc/LICENSE")).isNotNull();
            assertThat(archive.getEntry(name + "/etc/raw.json")).isNotNull();
        }
    }

    @Test
    void whatTheImageFileCopiesIsThere() throws IOException {
        List<String> copied = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.split(" ")[1])
                .toList();

        assertThat(copied).isNotEmpty().allMatch(source -> Files.isDirectory(Path.of(source)));
    }

    private static Stream<Path> jars() throws IOException {
        return Files.list(FOLDER).filter(file -> file.toString().endsWith(".jar"));
    }

    private static int classVersion(ZipInputStream entry) throws IOException {
        DataInputStream header = new DataInputStream(entry);
        assertThat(header.readInt()).isEqualTo(MAGIC);
        header.readUnsignedShort();
        return header.readUnsignedShort();
    }
}
