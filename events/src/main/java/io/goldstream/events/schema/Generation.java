package io.goldstream.events.schema;

import java.util.regex.Pattern;

/**
 * One making of all that is made from raw. Refining raw anew writes a new generation beside the old one, with topics,
 * folders and sinks of its own: {@code bronze.listen_events_g2}. The first has no suffix. Raw has no generations.
 *
 * @param number from 1
 */
public record Generation(int number) {

    public static final Generation FIRST = new Generation(1);

    private static final Pattern SUFFIX = Pattern.compile("_g[1-9]\\d*$");

    public Generation {
        if (number < 1) {
            throw new IllegalArgumentException("generations are counted from 1, not " + number);
        }
    }

    /** As configuration writes it: {@code 2}. */
    public static Generation of(String number) {
        try {
            return new Generation(Integer.parseInt(number));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a generation is a number from 1, not " + number, e);
        }
    }

    /** What is put behind the names of the first generation: empty, or {@code _g2} and so on. */
    public String suffix() {
        return number == 1 ? "" : "_g" + number;
    }

    /** The topic that feeds a table in this generation. */
    public String topic(Table table) {
        return table.layer().id() + "." + name(table);
    }

    /** The table's name, and its folder's, in this generation. */
    public String name(Table table) {
        return table.layer() == Layer.RAW ? table.name() : table.name() + suffix();
    }

    /** The name of a topic in the first generation. */
    static String unsuffixed(String topic) {
        return topic.startsWith(Layer.RAW.id() + ".")
                ? topic
                : SUFFIX.matcher(topic).replaceFirst("");
    }
}
