package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.events.FirstDate;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Settings;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the lake's tables are declared with. */
final class TablesOption {

    private static final String SCHEMA = "{schema}";
    private static final String LOCAL = "local:///" + SCHEMA;

    @Option(
            names = "--catalog",
            paramLabel = "NAME",
            description = "The lake's catalog in Trino. Default: GOLDSTREAM_CATALOG in the environment, else "
                    + Settings.CATALOG + ".")
    private String catalog;

    @Option(
            names = "--first-date",
            paramLabel = "DATE",
            description =
                    "The first UTC date that an event may have. Give the gateway the same (goldstream.first-date)."
                            + " Default: GOLDSTREAM_FIRST_DATE in the environment, else " + FirstDate.TEXT + ".")
    private LocalDate firstDate;

    @Option(
            names = "--location",
            paramLabel = "URI",
            description = "The place of each schema's files, such as abfss://{schema}@ACCOUNT.dfs.core.windows.net. "
                    + "Default: GOLDSTREAM_LAKE_LOCATION in the environment, else " + LOCAL + ".")
    private String location;

    /** Of tables that show a generation. */
    static Settings settings(Place place, Generation generation) throws IOException {
        LocalDate firstDate = firstDate(place);
        if (!place.names(Setting.LOCATION)) {
            Settings local = Settings.local(firstDate).with(generation);
            return place.isBuiltIn() ? local : withoutMetastore(place, local, local.locations());
        }
        String location = place.need(Setting.LOCATION);
        if (!location.contains(SCHEMA)) {
            throw place.wrong(
                    Setting.LOCATION,
                    "must contain " + SCHEMA + ", which stands for each schema's name, and " + location + " does not");
        }
        Map<String, String> locations = new HashMap<>();
        Settings.LOCATIONS.forEach(name -> locations.put(name, location.replace(SCHEMA, name)));
        return withoutMetastore(place, Settings.local(firstDate).with(generation), locations);
    }

    /** Trino has the catalog already. */
    private static Settings withoutMetastore(Place place, Settings settings, Map<String, String> locations)
            throws IOException {
        return new Settings(
                place.find(Setting.CATALOG).orElse(Settings.CATALOG),
                settings.firstDate(),
                locations,
                "",
                settings.generation());
    }

    private static LocalDate firstDate(Place place) throws IOException {
        String date = place.find(Setting.FIRST_DATE).orElse(FirstDate.TEXT);
        return OptionTypes.findDate(date)
                .orElseThrow(
                        () -> place.wrong(Setting.FIRST_DATE, "is a date such as " + FirstDate.TEXT + ", not " + date));
    }
}
