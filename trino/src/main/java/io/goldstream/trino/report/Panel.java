package io.goldstream.trino.report;

import java.util.List;

/**
 * One part of the page: a headline, what it says, a picture, and the numbers behind it.
 *
 * @param id the element's, and the name of its chart in report.js
 * @param title what is shown
 * @param lead what it says, in a sentence: also the picture's text alternative
 * @param chart the data that report.js draws; null where the picture is HTML, or there is none
 * @param tiles the states, empty in other panels
 * @param triangle the cohorts, empty in other panels
 * @param table the numbers
 * @param isWide whether it takes the page's whole width
 */
record Panel(
        String id,
        String title,
        String lead,
        Object chart,
        List<StateTiles.Tile> tiles,
        List<Cohorts.Line> triangle,
        Table table,
        boolean isWide) {

    static Panel chart(String id, String title, String lead, Object chart, Table table) {
        return new Panel(id, title, lead, chart, List.of(), List.of(), table, false);
    }

    static Panel table(String id, String title, String lead, Table table) {
        return new Panel(id, title, lead, null, List.of(), List.of(), table, true);
    }

    Panel wide() {
        return new Panel(id, title, lead, chart, tiles, triangle, table, true);
    }

    boolean hasChart() {
        return chart != null;
    }

    boolean hasTiles() {
        return !tiles.isEmpty();
    }

    boolean hasTriangle() {
        return !triangle.isEmpty();
    }

    /** Whether there is a picture that the numbers stand behind; else they are the panel. */
    boolean hasPicture() {
        return hasChart() || hasTiles() || hasTriangle();
    }
}
