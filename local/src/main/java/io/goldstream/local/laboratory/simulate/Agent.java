package io.goldstream.local.laboratory.simulate;

/**
 * A client.
 *
 * @param form what it is: phone, tablet, desktop, speaker, tv, console, car, watch, headset or bot
 * @param dialect how its producer writes
 * @param text how it names itself
 */
record Agent(String form, Dialect dialect, String text) {

    private static final int FIELDS = 3;

    /** From a line of {@code agents.txt}. */
    static Agent of(String line) {
        String[] parts = line.split("\\|", FIELDS);
        return new Agent(parts[0], parts[1].equals("web") ? Dialect.WEB : Dialect.MOBILE, parts[2]);
    }

    boolean isBot() {
        return form.equals("bot");
    }
}
