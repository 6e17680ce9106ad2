package io.goldstream.trino.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A map of the United States of equal tiles: small states are as visible as large ones, and it needs no map file. */
final class StateTiles {

    private static final String MAP = """
            AK .. .. .. .. .. .. .. .. .. ME
            .. .. .. .. .. .. .. .. .. VT NH
            WA ID MT ND MN IL WI MI NY RI MA
            OR NV WY SD IA IN OH PA NJ CT ..
            CA UT CO NE MO KY WV VA MD DE ..
            .. AZ NM KS AR TN NC SC DC .. ..
            .. .. .. OK LA MS AL GA .. .. ..
            HI .. .. TX .. .. .. .. FL .. ..
            """;
    private static final int STEPS = 5;

    /**
     * @param row from 1
     * @param column from 1
     * @param step how much is played: 0 is nothing, 1 to 5 go up to the most
     */
    record Tile(String state, String title, int row, int column, int step) {}

    private StateTiles() {}

    static List<Tile> of(List<Row> states) {
        Map<String, Row> byState = new HashMap<>();
        states.forEach(row -> byState.put(row.text("state"), row));
        long most = states.stream().mapToLong(row -> row.count("plays")).max().orElse(0);
        List<Tile> tiles = new ArrayList<>();
        int line = 0;
        for (String places : MAP.lines().toList()) {
            line++;
            int column = 0;
            for (String state : places.split(" ")) {
                column++;
                if (!state.equals("..")) {
                    Row row = byState.get(state);
                    long plays = row == null ? 0 : row.count("plays");
                    String name = row == null || row.isNull("state_name") ? state : row.text("state_name");
                    tiles.add(new Tile(state, name + ": " + Words.count(plays), line, column, step(plays, most)));
                }
            }
        }
        return tiles;
    }

    /** By the square root, so that one large state does not leave all others pale. */
    private static int step(long plays, long most) {
        return plays == 0 ? 0 : (int) Math.max(1, Math.ceil(STEPS * Math.sqrt((double) plays / most)));
    }
}
