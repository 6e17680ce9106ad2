package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.goldstream.local.laboratory.simulate.Play;
import io.goldstream.local.laboratory.simulate.Truth;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds gold to what the simulator knows, play by play. */
final class GoldAndTruth {

    /** A producer's clock may tell whole seconds only. */
    private static final double CLOCKS_GRAIN = 1;

    private static final double MILLIS = 1e3;

    private final Cli cli;
    private final Truth truth;
    private final List<String> lies = new ArrayList<>();

    GoldAndTruth(Cli cli, Truth truth) {
        this.cli = cli;
        this.truth = truth;
    }

    void agree() throws Exception {
        plays();
        songs();
        users();
        listeners();
        holds("all", "sessions", one("SELECT count(*) AS n FROM gold.fact_session"), (long) truth.sessions());
        assertThat(lies).isEmpty();
    }

    private void plays() throws Exception {
        Map<String, JsonNode> told = new HashMap<>();
        for (JsonNode play : rows("""
                SELECT
                  user_id, session_id, date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', event_time) AS ts, level,
                  artist_name, song_name, duration_seconds, listened_seconds, is_stream, is_skip,
                  is_liked, is_disliked, form
                FROM gold.wide_fact""")) {
            told.put(
                    key(
                            play.path("user_id").asText(),
                            play.path("session_id").asText(),
                            play.path("ts").asLong()),
                    play);
        }
        assertThat(told).hasSameSizeAs(truth.plays());
        for (Play play : truth.plays()) {
            String key = key(Long.toString(play.userId()), Long.toString(play.sessionId()), play.ts());
            JsonNode row = told.get(key);
            if (row == null) {
                lies.add(key + " is no play");
            } else {
                play(key, row, play);
            }
        }
    }

    private void play(String key, JsonNode row, Play play) {
        holds(key, "level", row.path("level").asText(), play.level());
        holds(key, "artist", row.path("artist_name").asText(), play.artist());
        holds(key, "title", row.path("song_name").asText(), play.title());
        holds(key, "length", row.path("duration_seconds").asDouble(), play.lengthMillis() / MILLIS);
        holds(key, "form", row.path("form").asText(), play.form());
        holds(key, "liked", row.path("is_liked").asBoolean(), play.opinions().contains("Thumbs Up"));
        holds(
                key,
                "disliked",
                row.path("is_disliked").asBoolean(),
                play.opinions().contains("Thumbs Down"));
        JsonNode listened = row.path("listened_seconds");
        holds(key, "time listened is known", !listened.isNull(), play.isEndKnown());
        if (play.isEndKnown()) {
            double seconds = play.listenedMillis().orElseThrow() / MILLIS;
            if (Math.abs(listened.asDouble() - seconds) >= CLOCKS_GRAIN) {
                holds(key, "time listened", listened.asDouble(), seconds);
            }
            holds(key, "stream", row.path("is_stream").asBoolean(), play.isStream());
            holds(key, "skip", row.path("is_skip").asBoolean(), play.isSkip());
        }
    }

    /** By song: plays, streams, skips, complete plays and likes. */
    private void songs() throws Exception {
        Map<String, List<Play>> bySong =
                truth.plays().stream().collect(Collectors.groupingBy(play -> play.artist() + ": " + play.title()));
        Set<String> told = new HashSet<>();
        for (JsonNode song : rows("""
                SELECT
                  artist_name, song_name, sum(plays) AS plays, sum(streams) AS streams, sum(skips) AS skips,
                  sum(completed) AS completed, sum(likes) AS likes
                FROM gold.agg_song_daily
                GROUP BY artist_name, song_name""")) {
            String key = song.path("artist_name").asText() + ": "
                    + song.path("song_name").asText();
            told.add(key);
            List<Play> plays = bySong.getOrDefault(key, List.of());
            holds(key, "plays", song.path("plays").asLong(), (long) plays.size());
            holds(key, "streams", song.path("streams").asLong(), count(plays, Play::isStream));
            holds(key, "skips", song.path("skips").asLong(), count(plays, Play::isSkip));
            holds(key, "complete plays", song.path("completed").asLong(), count(plays, Play::isComplete));
            holds(key, "likes", song.path("likes").asLong(), count(plays, play -> play.opinions()
                    .contains("Thumbs Up")));
        }
        holds("all", "songs", told, bySong.keySet());
    }

    private void users() throws Exception {
        Map<String, JsonNode> told = new HashMap<>();
        rows("SELECT user_id, level, is_cancelled FROM gold.dim_user WHERE user_id IS NOT NULL")
                .forEach(user -> told.put(user.path("user_id").asText(), user));
        holds("all", "users", (long) told.size(), (long) truth.levels().size());
        truth.levels().forEach((user, level) -> {
            JsonNode row = told.getOrDefault(user.toString(), MissingNode.getInstance());
            holds("user " + user, "level", row.path("level").asText(), level);
            holds(
                    "user " + user,
                    "cancelled",
                    row.path("is_cancelled").asBoolean(),
                    truth.cancelled().contains(user));
        });
    }

    /** By date, and without programs. */
    private void listeners() throws Exception {
        Map<String, Long> listeners = truth.plays().stream()
                .filter(play -> !play.isByBot())
                .collect(Collectors.groupingBy(
                        play -> LocalDate.ofInstant(Instant.ofEpochMilli(play.ts()), ZoneOffset.UTC)
                                .toString(),
                        TreeMap::new,
                        Collectors.mapping(Play::userId, Collectors.collectingAndThen(Collectors.toSet(), users ->
                                (long) users.size()))));
        Map<String, Long> told = new TreeMap<>();
        rows("SELECT date_part, listeners FROM gold.agg_active_users WHERE listeners > 0")
                .forEach(day -> told.put(
                        day.path("date_part").asText(), day.path("listeners").asLong()));
        holds("all", "listeners", told, listeners);
    }

    private static long count(List<Play> plays, Predicate<Play> which) {
        return plays.stream().filter(which).count();
    }

    private long one(String sql) throws Exception {
        return rows(sql).path(0).path("n").asLong();
    }

    private void holds(String key, String what, Object told, Object is) {
        if (!Objects.equals(told, is)) {
            lies.add("%s, %s: gold says %s, and it is %s".formatted(key, what, told, is));
        }
    }

    private JsonNode rows(String sql) throws Exception {
        return new ObjectMapper()
                .readTree(cli.goldstream("sql", "--format", "json", sql)
                        .succeeded()
                        .out());
    }

    private static String key(String user, String session, long ts) {
        return "user %s, session %s, %d".formatted(user, session, ts);
    }
}
