package io.goldstream.trino;

import io.goldstream.trino.register.BaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folders of a lake on this machine. */
final class TestFiles {

    private TestFiles() {}

    /** The files of the base tables. */
    static BaseFiles base(Path folder) {
        return new BaseFiles() {
            @Override
            public Set<String> list() throws IOException {
                try (Stream<Path> files = Files.walk(folder)) {
                    return files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString())
                            .collect(Collectors.toSet());
                }
            }

            @Override
            public byte[] read(String path) throws IOException {
                return Files.readAllBytes(folder.resolve(path));
            }
        };
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
