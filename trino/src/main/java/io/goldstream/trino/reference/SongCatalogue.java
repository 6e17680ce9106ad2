package io.goldstream.trino.reference;

import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.Keys;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A catalogue with the columns of the Million Song Dataset, one recording a line. */
final class SongCatalogue implements RowWriter {

    /** A day: no recording is longer, and an event's duration may not be. */
    private static final double MOST_SECONDS = 86_400;

    @Override
    public List<String> columns() {
        return List.of(
                "song_id",
                "title",
                "artist_id",
                "artist_name",
                "artist_location",
                "artist_latitude",
                "artist_longitude",
                "duration",
                "key",
                "key_confidence",
                "loudness",
                "song_hotttnesss",
                "tempo",
                "year");
    }

    @Override
    public void write(CsvRow row, JsonGenerator json) throws IOException {
        String artist = row.name("artist_name");
        String title = row.name("title");
        text(json, "song_key", Keys.song(artist, title));
        text(json, "artist_key", Keys.artist(artist));
        text(json, "song_id", row.name("song_id"));
        text(json, "title", title);
        text(json, "artist_id", row.name("artist_id"));
        text(json, "artist_name", artist);
        text(json, "artist_location", row.text("artist_location"));
        writePlace(row, json);
        number(json, "duration_seconds", row.number("duration", 0, MOST_SECONDS));
        integer(json, "key", row.integer("key", 0, 11));
        number(json, "key_confidence", row.number("key_confidence", 0, 1));
        number(json, "loudness", row.number("loudness", -200, 200));
        writeHotness(row, json);
        number(json, "tempo", row.number("tempo", 0, 1_000));
        writeYear(row, json);
        text(json, "given_title", row.given("title"));
        text(json, "given_artist_name", row.given("artist_name"));
    }

    /** The dataset writes 0, 0 for an unknown place, which is a spot in the Gulf of Guinea. */
    private static void writePlace(CsvRow row, JsonGenerator json) throws IOException {
        OptionalDouble latitude = row.number("artist_latitude", -90, 90);
        OptionalDouble longitude = row.number("artist_longitude", -180, 180);
        boolean unknown = latitude.orElse(0) == 0 && longitude.orElse(0) == 0;
        number(json, "artist_latitude", unknown ? OptionalDouble.empty() : latitude);
        number(json, "artist_longitude", unknown ? OptionalDouble.empty() : longitude);
    }

    /** -1 for unknown, in the files that Streamify ships. */
    private static void writeHotness(CsvRow row, JsonGenerator json) throws IOException {
        OptionalDouble hotness = row.number("song_hotttnesss", -1, 1);
        number(json, "song_hotness", hotness.orElse(-1) < 0 ? OptionalDouble.empty() : hotness);
    }

    /** 0 for unknown, in the dataset. */
    private static void writeYear(CsvRow row, JsonGenerator json) throws IOException {
        OptionalLong year = row.integer("year", 0, 9_999);
        integer(json, "year", year.orElse(0) == 0 ? OptionalLong.empty() : year);
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsDouble());
        }
    }

    private static void integer(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
