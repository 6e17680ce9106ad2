package io.goldstream.trino;

import io.goldstream.events.schema.Generation;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the SQL files leave open: each stands in them as <code>${name}</code>.
 *
 * @param catalog the catalog's name, <code>${catalog}</code>
 * @param firstDate the oldest event time, UTC: where partitions and the date dimension begin, <code>${first_date}</code>
 * @param locations the place of each schema by its name, without a trailing slash, such as
 *     {@code abfss://gold@account.dfs.core.windows.net}: <code>${gold_location}</code>
 * @param metastore where the catalog's file metastore is kept, <code>${metastore_location}</code>; empty for a catalog
 *     that the server already has, which is then left as it is
 * @param generation which making of bronze, silver and quarantine the tables show; <code>${generation}</code> ends the
 *     names of their folders
 * @param moved the landed tables, such as {@code silver.listens}, that have a base table; see {@link BaseTable}
 */
public record Settings(
        String catalog,
        LocalDate firstDate,
        Map<String, String> locations,
        String metastore,
        Generation generation,
        Set<String> moved) {

    /** The schemas of the lake. */
    public static final List<String> SCHEMAS = List.of("raw", "bronze", "silver", "gold", "quarantine", "ops");

    /** The place of the base tables' files, a location beside those of the schemas, and the schema of the base tables. */
    public static final String BASE = "base";

    /** The schema in which analysts make tables and views of their own, and the place of their files. */
    public static final String SANDBOX = "sandbox";

    /** What has a location: the schemas, the base tables, and the analysts' own. */
    public static final List<String> LOCATIONS =
            Stream.concat(SCHEMAS.stream(), Stream.of(BASE, SANDBOX)).toList();

    /** The name of the catalog, unless configured otherwise. */
    public static final String CATALOG = "music_streaming";

    public Settings {
        locations = Map.copyOf(locations);
        moved = Set.copyOf(moved);
        for (String schema : LOCATIONS) {
            if (!locations.containsKey(schema)) {
                throw new IllegalArgumentException("No location for " + schema + " among " + locations);
            }
        }
    }

    /** Where no table has a base table. */
    public Settings(
            String catalog,
            LocalDate firstDate,
            Map<String, String> locations,
            String metastore,
            Generation generation) {
        this(catalog, firstDate, locations, metastore, generation, Set.of());
    }

    /** The first generation. */
    public Settings(String catalog, LocalDate firstDate, Map<String, String> locations, String metastore) {
        this(catalog, firstDate, locations, metastore, Generation.FIRST);
    }

    /** The same, but for the generation. */
    public Settings with(Generation other) {
        return new Settings(catalog, firstDate, locations, metastore, other, moved);
    }

    /** The same, but for the tables that have a base table. */
    Settings withMoved(Set<String> tables) {
        return new Settings(catalog, firstDate, locations, metastore, generation, tables);
    }

    /** The name of the catalog of the base tables. */
    public String baseCatalog() {
        return catalog + "_base";
    }

    /** The name of the catalog of the analysts' own tables and views. */
    public String sandboxCatalog() {
        return catalog + "_sandbox";
    }

    /** A lake on the server's own disk, {@code local:///}, as {@code TrinoInstallation} lays it out. */
    public static Settings local(LocalDate firstDate) {
        Map<String, String> locations = new HashMap<>();
        LOCATIONS.forEach(name -> locations.put(name, "local:///" + name));
        // Beside what its file metastore keeps of it.
        locations.put(SANDBOX, "local:///" + SANDBOX + "/" + SANDBOX);
        return new Settings(CATALOG, firstDate, locations, "local:///_metastore");
    }

    boolean createsCatalog() {
        return !metastore.isEmpty();
    }

    Map<String, String> placeholders() {
        Map<String, String> placeholders = new HashMap<>();
        placeholders.put("catalog", catalog);
        placeholders.put("base_catalog", baseCatalog());
        placeholders.put("sandbox_catalog", sandboxCatalog());
        placeholders.put("first_date", firstDate.toString());
        placeholders.put("metastore_location", metastore);
        placeholders.put("generation", generation.suffix());
        locations.forEach((schema, location) -> placeholders.put(schema + "_location", location));
        placeholders.put("sandbox_metastore_location", locations.get(SANDBOX).replaceFirst("[^/]+$", ""));
        return placeholders;
    }
}
