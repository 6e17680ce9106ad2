package io.goldstream.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** Configuration files of servers. */
final class ConfigFile {

    private ConfigFile() {}

    /** Writes a properties file, values escaped. */
    static Path properties(Path file, Map<String, String> settings) throws IOException {
        Files.createDirectories(file.getParent());
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** Copies the logging configuration for Kafka's servers, and returns the option that names it. */
    static String log4j(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("log4j2.properties");
        try (InputStream ours = ConfigFile.class.getResourceAsStream("/log4j2-server.properties")) {
            Files.copy(ours, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return "-Dlog4j2.configurationFile=" + file;
    }
}
