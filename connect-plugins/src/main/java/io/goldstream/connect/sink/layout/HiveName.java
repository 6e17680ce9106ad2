package io.goldstream.connect.sink.layout;

/** Text as a part of a path, as Hive writes it. */
final class HiveName {

    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String UNSAFE = "\"#%'*/:=?\\{[]^";

    private HiveName() {}

    /** Appends the text, with percent codes for what a path cannot hold; the empty text is Hive's null. */
    static void append(String text, StringBuilder path) {
        if (text.isEmpty()) {
            path.append(NULL);
            return;
        }
        // As whole parts of a path, these two would climb out of it.
        boolean climbs = text.equals(".") || text.equals("..");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (climbs || c < ' ' || c == 0x7f || UNSAFE.indexOf(c) >= 0) {
                path.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                path.append(c);
            }
        }
    }
}
