package io.goldstream.trino.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deployed catalog reads files as the local one does: they differ in where the files are, and in nothing else. */
class CatalogTest {

    private static final Pattern SETTING = Pattern.compile("\"(hive\\.[a-z.-]+)\" = '([^']*)'");

    private static final Pattern ICEBERG = Pattern.compile("\"(iceberg\\.[a-z.-]+)\" = '([^']*)'");

    @ParameterizedTest
    @CsvSource({"catalog.sql, music_streaming.properties", "sandbox/catalog.sql, music_streaming_sandbox.properties"})
    void aCatalogReadsAndWritesTheLakeAlikeOnOneMachineAndDeployed(String sql, String file) throws IOException {
        Map<String, String> local = new TreeMap<>();
        SETTING.matcher(Files.readString(Path.of("sql", sql)))
                .results()
                .forEach(setting -> local.put(setting.group(1), setting.group(2)));
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("etc", "catalog", file))) {
            properties.load(reader);
        }
        Map<String, String> deployed = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> deployed.put(name, properties.getProperty(name)));

        assertThat(deployed)
                .containsEntry("connector.name", "hive")
                .containsEntry("azure.auth-type", "DEFAULT")
                .hasEntrySatisfying("hive.metastore.uri", uri -> assertThat(uri).startsWith("${ENV:"));
        local.keySet().removeIf(name -> name.startsWith("hive.metastore"));
        deployed.keySet().removeIf(name -> name.startsWith("hive.metastore") || !name.startsWith("hive."));
        assertThat(deployed).isNotEmpty().isEqualTo(local);
    }

    @Test
    void theBaseTablesAreInTheStoreAndTheMetastoreOfTheLake() throws IOException {
        Properties lake = new Properties();
        Properties base = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("etc", "catalog", "music_streaming.properties"))) {
            lake.load(file);
        }
        try (Reader file = Files.newBufferedReader(Path.of("etc", "catalog", "music_streaming_base.properties"))) {
            base.load(file);
        }

        lake.keySet().removeIf(name -> ((String) name).startsWith("hive.") && !name.equals("hive.metastore.uri"));
        lake.put("connector.name", "iceberg");
        lake.put("iceberg.catalog.type", "hive_metastore");
        ICEBERG.matcher(Files.readString(Path.of("base", "catalog.sql")))
                .results()
                .filter(setting -> !setting.group(1).equals("iceberg.catalog.type"))
                .forEach(setting -> lake.put(setting.group(1), setting.group(2)));
        assertThat(base).isEqualTo(lake).containsEntry("iceberg.register-table-procedure.enabled", "true");
    }
}
