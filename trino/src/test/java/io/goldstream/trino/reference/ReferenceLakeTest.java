package io.goldstream.trino.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.Keys;
import io.goldstream.events.repair.Repairs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceLakeTest {

    private static final String SONGS = "title,artist_name,song_id,artist_id,artist_location,artist_latitude,"
            + "artist_longitude,duration,key,key_confidence,loudness,song_hotttnesss,tempo,year,release\n";

    @TempDir
    Path root;

    private ReferenceLake lake;

    @BeforeEach
    void open() {
        lake = new ReferenceLake(root);
    }

    @Test
    void aStateIsKeyedAsEventsKeyIt() throws Exception {
        assertThat(loadStates("\uFEFFstateCode,stateName\r\nDC ,Washington DC\r\n\r\nny,New York\r\n"))
                .isEqualTo(2);

        assertThat(landed(ReferenceTable.STATES))
                .containsExactly(
                        "{\"state\":\"DC\",\"state_name\":\"Washington DC\"}",
                        "{\"state\":\"NY\",\"state_name\":\"New York\"}");
    }

    @Test
    void aSongIsRepairedAndKeyedAsEventsAre() throws Exception {
        loadSongs("\"Take The \\\"A\\\" Train\", OlomidÃ© ,S1,A1,NA,0.0,0.0,1.5,11,1,-3.5,-1.0,99.5,0,x\n"
                + "\"Say \"\"A\"\"\",B,S2,A2,\"Rome, Italy\",41.9,12.5,1,0,0,0,0,0,1999.0,x\n");

        assertThat(landed(ReferenceTable.SONGS).getFirst())
                .contains("\"title\":\"Take The \\\"A\\\" Train\"", "\"artist_name\":\"Olomidé\"", "\"key\":11")
                .as("the dataset's marks for unknown")
                .doesNotContain("latitude", "song_hotness", "year");
        assertThat(landed(ReferenceTable.SONGS).getLast())
                .contains("\"title\":\"Say \\\"A\\\"\"", "Rome, Italy", "\"artist_latitude\":41.9", "\"year\":1999");
    }

    /** A plain CSV writer leaves backslashes as they are, and so do events. */
    @Test
    void aBackslashBelongsToTheTitleAsInEvents() throws Exception {
        loadSongs("Back\\slash \\u2019 \\N,A\\,S1,A1,NA,0,0,1,0,0,0,0,0,0,x\n"
                + "\"Back\\slash\",\"Two\\\\\",S2,A2,NA,0,0,1,0,0,0,0,0,0,x\n");

        List<String> songs = landed(ReferenceTable.SONGS);
        assertThat(songs.getFirst()).contains(Keys.song("A\\", "Back\\slash \\u2019 \\N"), Keys.artist("A\\"));
        assertThat(songs.getLast()).contains(Keys.song("Two\\", "Back\\slash"));
    }

    /** As RFC 4180 has a title that ends with a backslash, or has one before a quote. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"AC\\|AC\\\\", "12\\\"\"|12\\\\\"\"", "12\\\"\" rev|12\\\\\"\" rev"})
    void aBackslashBeforeAQuoteIsRefusedWithTheWayOut(String plain, String doubled) throws Exception {
        String rest = ",A,S1,A1,NA,0,0,1,0,0,0,0,0,0,x\n";
        assertThatThrownBy(() -> loadSongs("\"" + plain + "\"" + rest))
                .isInstanceOf(ReferenceFileException.class)
                .hasMessageContainingAll("line 2", "a backslash before a quote as \\\\");

        loadSongs("\"" + doubled + "\"" + rest);
        String title = plain.replace("\"\"", "\"");
        assertThat(landed(ReferenceTable.SONGS).getFirst())
                .contains("\"given_title\":\"" + title.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .contains(Keys.song("A", Repairs.text(title, repair -> {})));
    }

    /** A title of two quotes is one in the file as in events, and its key is theirs. */
    @Test
    void aTitleOfTwoQuotesIsTheSongThatEventsName() throws Exception {
        loadSongs("\"\"\"\"\"\",A,S1,A1,NA,0,0,1,0,0,0,0,0,0,x\n\"\",B,S2,A2,NA,0,0,1,0,0,0,0,0,0,x\n");

        List<String> songs = landed(ReferenceTable.SONGS);
        assertThat(songs.getFirst()).contains(Keys.song("A", "\"\""), "\"title\":\"\\\"\\\"\"");
        assertThat(songs.getLast()).contains(Keys.song("B", "\"\""), "\"title\":\"\\\"\\\"\"");
    }

    @Test
    void aFileReplacesItsPredecessorAndLoadingItAgainChangesNothing() throws Exception {
        loadStates("stateCode,stateName\nNY,Old\nCA,California\n");
        loadStates("stateCode,stateName\nNY,New York\n");
        List<String> once = landed(ReferenceTable.STATES);
        loadStates("stateCode,stateName\nNY,New York\n");

        assertThat(landed(ReferenceTable.STATES))
                .isEqualTo(once)
                .containsExactly("{\"state\":\"NY\",\"state_name\":\"New York\"}");
        try (Stream<Path> files = Files.list(root.resolve(ReferenceTable.STATES.folder()))) {
            assertThat(files).as("one file, nothing unfinished").hasSize(1);
        }
    }

    @Test
    void aFileWithAMistakeIsRefusedWholeAndEveryMistakeNamed() throws Exception {
        loadSongs("T,A,S1,A1,NA,0,0,1,0,0,0,0,0,0,x\n");
        List<String> before = landed(ReferenceTable.SONGS);

        assertThatThrownBy(() -> loadSongs("""
                        T,A,S1,A1,NA,0,0,1,0,0,0,0,0,0,x
                        ,A,S2,A1,NA,0,0,1,0,0,0,0,0,0,x
                        T,A,S3,A1,NA,91,0,long,12,0,0,0,0,1999.5,x
                        T,A,S4
                        T,A,S5,A1,NA,NaN,0,1,0,0,0,0,0,0,x
                        T,\u00a0,S6,A1,NA,0,0,1,0,0,0,0,0,MCM,x
                        """))
                .isInstanceOf(ReferenceFileException.class)
                .hasMessageContainingAll(
                        "line 3, column title: is empty, but every line needs one",
                        "line 4, column artist_latitude: \"91\" is not a number from -90.0 to 90.0",
                        "line 4, column duration: \"long\" is not a number",
                        "line 4, column key: \"12\" is not a whole number from 0 to 11",
                        "line 4, column year: \"1999.5\"",
                        "line 5: has 3 columns where the header has 15: put a cell that holds a comma in quotes",
                        "line 6, column artist_latitude: \"NaN\"",
                        "line 7, column artist_name: is empty, but every line needs one",
                        "line 7, column year: \"MCM\"");
        assertThat(landed(ReferenceTable.SONGS)).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoSuchTableIsRefused() {
        assertThatThrownBy(() -> loadStates("code,name\nNY,New York\n"))
                .hasMessageContainingAll("line 1", "lacks stateCode, stateName");
        assertThatThrownBy(() -> loadStates("stateCode,stateName,stateName\n")).hasMessageContaining("twice");
        assertThatThrownBy(() -> loadStates("stateCode,stateName\n")).hasMessageContaining("no lines");
        assertThatThrownBy(() -> loadStates("")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> loadStates("stateCode,stateName\nNY,A\nny,B\n"))
                .hasMessageContaining("line 3, column stateCode: the state NY has a name already");
        assertThatThrownBy(() -> loadStates("stateCode,stateName\nNY,\"New York\n"))
                .isInstanceOf(ReferenceFileException.class);
        assertThatThrownBy(() -> load(
                        ReferenceTable.STATES,
                        "stateCode,stateName\nNY,Montr\u00e9al\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(ReferenceFileException.class)
                .hasMessageContaining("UTF-8");
    }

    private long loadStates(String csv) throws IOException, ReferenceFileException {
        return load(ReferenceTable.STATES, csv.getBytes(StandardCharsets.UTF_8));
    }

    private long loadSongs(String lines) throws IOException, ReferenceFileException {
        return load(ReferenceTable.SONGS, (SONGS + lines).getBytes(StandardCharsets.UTF_8));
    }

    private long load(ReferenceTable table, byte[] csv) throws IOException, ReferenceFileException {
        return lake.load(table, Files.write(root.resolve("file.csv"), csv));
    }

    private List<String> landed(ReferenceTable table) throws IOException {
        return Files.readAllLines(root.resolve(table.folder()).resolve("reference.json"));
    }
}
