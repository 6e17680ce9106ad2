package io.goldstream.local.laboratory.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What there is to hear, and who and where listeners can be. Artists and titles are invented. */
final class Catalogue {

    private static final int TITLES_PER_ARTIST = 9;
    private static final int SHORTEST_MILLIS = 95_000;
    private static final int LONGEST_MILLIS = 420_000;
    private static final double WHOLE_SECONDS_SHARE = 0.05;
    private static final double SET_SHARE = 0.01;
    private static final int SHORTEST_SET_SECONDS = 1_000;
    private static final int LONGEST_SET_SECONDS = 1_800;
    private static final int SECOND_MILLIS = 1_000;
    private static final double INTERLUDE_SHARE = 0.03;
    private static final int SHORTEST_INTERLUDE_MILLIS = 12_000;
    private static final int LONGEST_INTERLUDE_MILLIS = 29_000;

    /** A song; the duration is in milliseconds. */
    record Song(String artist, String title, int durationMillis) {}

    record Place(String city, String state, String zip, double latitude, double longitude) {}

    record Person(String firstName, String gender) {}

    private final List<Song> songs;
    private final List<Place> places;
    private final List<Person> people;
    private final List<String> surnames;
    private final List<Agent> agents;
    private final List<Agent> bots;

    Catalogue() {
        places = lines("places").stream().map(Catalogue::place).toList();
        people = lines("people").stream()
                .map(line -> line.split(","))
                .map(parts -> new Person(parts[0], parts[1]))
                .toList();
        surnames = lines("surnames");
        Map<Boolean, List<Agent>> byBot =
                lines("agents").stream().map(Agent::of).collect(Collectors.partitioningBy(Agent::isBot));
        agents = byBot.get(false);
        bots = byBot.get(true);
        songs = songs(lines("artists"), lines("titles"));
    }

    /** The most popular first. */
    List<Song> songs() {
        return songs;
    }

    List<Place> places() {
        return places;
    }

    List<Person> people() {
        return people;
    }

    List<String> surnames() {
        return surnames;
    }

    /** What people use. */
    List<Agent> agents() {
        return agents;
    }

    List<Agent> bots() {
        return bots;
    }

    /** Every artist has some of the titles, and titles are shared, so that only artist and title together name a song. */
    private static List<Song> songs(List<String> artists, List<String> titles) {
        record Ranked(Song song, int rank) {}
        Dice dice = new Dice(0, artists.size());
        List<Ranked> ranked = new ArrayList<>();
        for (int artist = 0; artist < artists.size(); artist++) {
            for (int i = 0; i < TITLES_PER_ARTIST; i++) {
                String title = titles.get((artist * 7 + i * 5) % titles.size());
                Song song = new Song(artists.get(artist), title, lengthMillis(dice));
                ranked.add(new Ranked(song, dice.between(0, artists.size() * TITLES_PER_ARTIST) + artist * 4));
            }
        }
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::song)
                .toList();
    }

    /**
     * A few are so short that even the whole of them is no stream; a few sets are so long that their whole seconds could be taken
     * for milliseconds.
     */
    private static int lengthMillis(Dice dice) {
        if (dice.chance(INTERLUDE_SHARE)) {
            return dice.between(SHORTEST_INTERLUDE_MILLIS, LONGEST_INTERLUDE_MILLIS);
        }
        if (dice.chance(SET_SHARE)) {
            return dice.between(SHORTEST_SET_SECONDS, LONGEST_SET_SECONDS) * SECOND_MILLIS;
        }
        int millis = dice.between(SHORTEST_MILLIS, LONGEST_MILLIS);
        return dice.chance(WHOLE_SECONDS_SHARE) ? millis / SECOND_MILLIS * SECOND_MILLIS : millis;
    }

    private static Place place(String line) {
        String[] parts = line.split(",");
        return new Place(parts[0], parts[1], parts[2], Double.parseDouble(parts[3]), Double.parseDouble(parts[4]));
    }

    private static List<String> lines(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Catalogue.class.getResourceAsStream("/simulate/" + name + ".txt"), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
