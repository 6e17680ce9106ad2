package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.Keys;
import io.goldstream.trino.reference.ReferenceFileException;
import io.goldstream.trino.reference.ReferenceLake;
import io.goldstream.trino.reference.ReferenceTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No play is lost or doubled on its way to gold, whatever the dimensions hold: the seed's faults, each by its name. */
class PlaysIT {

    private static final String SONGS_HEADER = "song_id,title,artist_id,artist_name,artist_location,artist_latitude,"
            + "artist_longitude,duration,key,key_confidence,loudness,song_hotttnesss,tempo,year\n";

    private static TestLake lake;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
    }

    @BeforeEach
    @AfterEach
    void noReferenceData() throws IOException {
        for (ReferenceTable table : ReferenceTable.values()) {
            Files.deleteIfExists(lake.root().resolve(table.folder()).resolve("reference.json"));
        }
    }

    @AfterAll
    static void withoutReferenceDataEveryPlayIsThereOnce() throws SQLException {
        everyPlayIsThereOnce();
    }

    private static void everyPlayIsThereOnce() throws SQLException {
        assertThat(lake.rows("""
                        SELECT
                          (SELECT count(*) FROM gold.fact_stream) - (SELECT count(*) FROM silver.listens),
                          plays - (SELECT count(*) FROM silver.listens),
                          plays - different
                        FROM (
                          SELECT count(*) AS plays, count(DISTINCT event_id) AS different
                          FROM gold.wide_fact
                        )""")).containsExactly(List.of(0L, 0L, 0L));
    }

    @Test
    void fanOutOnSharedArtistAndSongKeys() throws Exception {
        loadSongs("""
                S2,Twice Told,A2,Shared Name,Oslo,59.9,10.7,201.5,1,0.5,-7,0.5,120,2001
                S1,Twice Told,A1,Shared Name,Bergen,60.4,5.3,199.5,2,0.5,-8,-1.0,121,0
                S3,Another,A1,Shared Name,NA,0.0,0.0,180,3,0.5,-9,0.1,122,2003
                """);
        lake.land(
                listen("2025-01-30T08:00", "fan").song("Shared Name", "Twice Told"),
                listen("2025-01-30T09:00", "fan").song("Shared Name", "Twice Told"));

        assertThat(lake.rows("""
                        SELECT song_id, duration_seconds, song_hotness, year, in_catalogue
                        FROM silver.dim_songs WHERE title = 'Twice Told'"""))
                .as("one row a key, of the smallest id; the dataset's marks for unknown are null")
                .containsExactly(Arrays.asList("S1", 199.5, null, null, true));
        assertThat(lake.rows("SELECT artist_id, location FROM silver.dim_artists WHERE name = 'Shared Name'"))
                .containsExactly(List.of("A1", "Bergen"));
        assertThat(lake.value("SELECT count(*) FROM gold.wide_fact WHERE artist_name = 'Shared Name'"))
                .isEqualTo(2L);
        everyPlayIsThereOnce();
    }

    @Test
    void fanOutOnALocationWithSeveralCoordinates() throws SQLException {
        lake.land(
                listen("2025-01-30T08:00", "mover")
                        .location("Twinburg", "KS", "00501")
                        .with("lat", 1.25)
                        .with("lon", 2.5),
                listen("2025-01-30T09:00", "mover")
                        .location("Twinburg", "KS", "00501")
                        .with("lat", 3.25)
                        .with("lon", 4.5),
                pageView("2025-01-30T10:00", "mover").location("Twinburg", "KS", "00501"));

        assertThat(lake.rows(
                        "SELECT state_name, zip, latitude, longitude FROM silver.dim_location WHERE city = 'Twinburg'"))
                .containsExactly(List.of("Kansas", "00501", 3.25, 4.5));
        assertThat(lake.rows("SELECT latitude FROM gold.wide_fact WHERE city = 'Twinburg' ORDER BY event_time"))
                .as("each play once, with the coordinates that it came with")
                .containsExactly(List.of(1.25), List.of(3.25));
    }

    @Test
    void everyStateHasAZoneButTheArmedForces() throws SQLException {
        assertThat(lake.rows("""
                        SELECT names.state FROM silver.state_names AS names
                        LEFT JOIN silver.state_zones AS zones ON zones.state = names.state
                        WHERE zones.time_zone IS NULL ORDER BY 1""")).containsExactly(List.of("AA"), List.of("AE"), List.of("AP"));
        assertThat(lake.value("SELECT count(hour(at_timezone(current_timestamp, time_zone))) FROM silver.state_zones"))
                .as("Trino knows every zone")
                .isEqualTo(59L);
        lake.land(listen("2025-01-30T08:00", "posted").location("Apo", "AE", "09001"));

        assertThat(lake.rows("SELECT local_hour FROM gold.fact_stream WHERE user_id = 'posted'"))
                .containsExactly(Arrays.asList((Object) null));
        assertThat(lake.rows("SELECT state_name, time_zone FROM gold.dim_location WHERE city = 'Apo'"))
                .containsExactly(Arrays.asList("Armed Forces Europe", null));
    }

    @Test
    void mojibakeJoins() throws Exception {
        loadSongs("""
                S1,\u00c3\u0089tÃ©,A1,OlomidÃ©,NA,0,0,100,0,0,0,0,0,0
                S2,Cafe\u0301,A2,Björk,NA,0,0,100,0,0,0,0,0,0
                S3,"Take The \\"A\\" Train",A3,Les Brown,NA,0,0,100,0,0,0,0,0,0
                """);
        lake.land(
                listen("2025-01-30T08:00", "accent").song("Olomidé", "Été"),
                listen("2025-01-30T09:00", "accent").song("Björk", "Café"),
                listen("2025-01-30T10:00", "accent").song("Les Brown", "Take The \"A\" Train"));

        assertThat(lake.rows("""
                        SELECT plays.artist_name, songs.song_id
                        FROM gold.wide_fact AS plays
                        JOIN silver.dim_songs AS songs ON songs.song_key = plays.song_key
                        WHERE plays.user_id = 'accent' ORDER BY plays.event_time"""))
                .containsExactly(List.of("Olomidé", "S1"), List.of("Björk", "S2"), List.of("Les Brown", "S3"));
    }

    @Test
    void aSongTitledWithTwoQuotes() throws Exception {
        loadSongs("S1,\"\",A1,Quoted,NA,0,0,100,0,0,0,0,0,0\n");
        lake.land(listen("2025-01-30T08:00", "quotes").song("Quoted", "\"\""));

        assertThat(lake.rows("""
                        SELECT plays.song_name, songs.song_id
                        FROM gold.wide_fact AS plays
                        JOIN silver.dim_songs AS songs ON songs.song_key = plays.song_key
                        WHERE plays.user_id = 'quotes'""")).containsExactly(List.of("\"\"", "S1"));
    }

    @Test
    void aSongThatTheCatalogueLacks() throws SQLException {
        lake.land(
                listen("2025-01-30T08:00", "digger").song("Nobody", "Nothing").with("duration_seconds", 10.5),
                listen("2025-01-30T09:00", "digger").song("Nobody", "Nothing").with("duration_seconds", 11.5),
                pageView("2025-01-30T10:00", "digger").song("Nobody", "Nothing").with("duration_seconds", -1e300));

        assertThat(lake.rows("""
                        SELECT song_name, artist_name, duration_seconds, song_duration
                        FROM gold.wide_fact WHERE user_id = 'digger' ORDER BY event_time"""))
                .containsExactly(List.of("Nothing", "Nobody", 10.5, 10.5), List.of("Nothing", "Nobody", 11.5, 11.5));
        assertThat(lake.value("SELECT duration_seconds FROM gold.dim_song WHERE title = 'Nothing'"))
                .as("the dimension has one length, that of the latest play: page views give any")
                .isEqualTo(11.5);
        assertThat(lake.rows("SELECT song_id, in_catalogue FROM silver.dim_songs WHERE title = 'Nothing'"))
                .containsExactly(Arrays.asList(null, false));
    }

    @Test
    void theDistrictOfColumbia() throws Exception {
        lake.land(listen("2025-01-30T08:00", "senator").location("Washington", "DC", "20001"));
        assertThat(stateOfSenator()).isEqualTo("District of Columbia");

        load(ReferenceTable.STATES, "\uFEFFstateCode,stateName\nDC ,Washington DC\n");
        assertThat(stateOfSenator())
                .as("a loaded name, keyed in spite of the blank")
                .isEqualTo("Washington DC");
    }

    @Test
    void aPlayOfWhichLittleIsKnown() throws SQLException {
        TestEvent play = listen("2025-01-30T08:00", "ghost");
        lake.land(play);

        assertThat(lake.rows("""
                        SELECT plays.location_key, locations.city
                        FROM gold.fact_stream AS plays
                        JOIN silver.dim_location AS locations ON locations.location_key = plays.location_key
                        WHERE plays.user_id = 'ghost'"""))
                .as("the unknown member keeps inner joins whole")
                .containsExactly(Arrays.asList("unknown", null));
        for (String dimension : List.of("users", "location", "songs", "artists")) {
            String key =
                    (dimension.endsWith("s") ? dimension.substring(0, dimension.length() - 1) : dimension) + "_key";
            assertThat(lake.value("SELECT count(*) FROM silver.dim_%s WHERE %s = 'unknown'", dimension, key))
                    .as(dimension)
                    .isEqualTo(1L);
        }
    }

    @Test
    void keysAreThoseOfTheContract() throws SQLException {
        assertThat(lake.rows("""
                        SELECT
                          lower(to_hex(md5(to_utf8('Björk' || chr(31) || 'Jóga')))),
                          lower(to_hex(md5(to_utf8('Björk')))),
                          lower(to_hex(md5(to_utf8('Reno' || chr(31) || 'NV' || chr(31)))))"""))
                .containsExactly(
                        List.of(Keys.song("Björk", "Jóga"), Keys.artist("Björk"), Keys.location("Reno", "NV", null)));
    }

    @Test
    void summariesCountWhatTheFactsHold() throws SQLException {
        lake.land(
                listen("2025-03-01T08:00", "sum1").song("Summed", "One").location("Sumville", "OH", "1"),
                listen("2025-03-01T09:00", "sum1").song("Summed", "Two").location("Sumville", "OH", "2"),
                listen("2025-03-01T10:00", "sum1")
                        .song("Summed", "Two")
                        .level("paid")
                        .location("Sumville", "OH", "1")
                        .with("first_name", "Sue"),
                listen("2025-03-02T10:00", "sum2").song("Summed", "Two").location("Sumville", "OH", "1"));

        assertThat(lake.rows("SELECT * FROM gold.artist_popularity WHERE artist_name = 'Summed'"))
                .containsExactly(List.of("Summed", 4L, 2L, 2L, 2L, 4L));
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), first_name, level, total_streams, unique_songs, unique_artists, plays
                        FROM gold.daily_user_summary WHERE user_id = 'sum1' ORDER BY level"""))
                .containsExactly(
                        List.of("2025-03-01", "Sue", "free", 2L, 2L, 1L, 2L),
                        List.of("2025-03-01", "Sue", "paid", 1L, 1L, 1L, 1L));
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), state, total_streams, unique_users, unique_songs, plays
                        FROM gold.daily_location_summary WHERE city = 'Sumville' ORDER BY date_part"""))
                .containsExactly(
                        List.of("2025-03-01", "OH", 3L, 1L, 2L, 3L), List.of("2025-03-02", "OH", 1L, 1L, 1L, 1L));
    }

    private static Object stateOfSenator() throws SQLException {
        return lake.value("SELECT state_name FROM gold.wide_fact WHERE user_id = 'senator'");
    }

    private void loadSongs(String lines) throws IOException, ReferenceFileException {
        load(ReferenceTable.SONGS, SONGS_HEADER + lines);
    }

    private void load(ReferenceTable table, String csv) throws IOException, ReferenceFileException {
        Path file = Files.write(folder.resolve("file.csv"), csv.getBytes(StandardCharsets.UTF_8));
        new ReferenceLake(lake.root()).load(table, file);
    }
}
