package io.goldstream.connect.sink.layout;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;

/**
 * Texts of records as parts of a path, as Hive writes them. Two texts never become one name, and no text becomes a name that
 * readers pass over or that the sink keeps for itself: those begin with _ or a dot. Nor does a name end with a dot, which
 * Azure and Windows cut off.
 */
final class HiveName {

    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String UNSAFE = "\"#%'*/:=?\\{[]^";

    private HiveName() {}

    /**
     * Appends the text, with percent codes for what a path cannot hold; the empty text is Hive's null.
     *
     * @throws DataException if it is no text: half a surrogate pair has no bytes in UTF-8
     */
    static void append(String text, StringBuilder path) {
        if (text.isEmpty()) {
            path.append(NULL);
            return;
        }
        boolean nullsName = text.equals(NULL);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && !isPair(text, i)) {
                throw new DataException("half a surrogate pair at character " + i);
            }
            if (Character.isISOControl(c) || UNSAFE.indexOf(c) >= 0 || (nullsName && c == '_')) {
                appendCode(c, path);
            } else {
                path.append(c);
            }
        }
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static void appendCode(char c, StringBuilder path) {
        path.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
    }

    /** A name that readers see: see the class. A name without characters, as between two dots of a topic, is a coded dot. */
    static String visible(String name) {
        if (name.isEmpty()) {
            return "%2e";
        }
        int last = name.length() - 1;
        boolean codesFirst = isHiding(name.charAt(0));
        boolean codesLast = name.charAt(last) == '.' && (last > 0 || !codesFirst);
        if (!codesFirst && !codesLast) {
            return name;
        }
        StringBuilder coded = new StringBuilder(name.length() + 4);
        if (codesFirst) {
            appendCode(name.charAt(0), coded);
        }
        coded.append(name, codesFirst ? 1 : 0, codesLast ? last : last + 1);
        if (codesLast) {
            appendCode('.', coded);
        }
        return coded.toString();
    }

    /** All names of a path, see {@link #visible}. */
    static String visiblePath(String path) {
        return Arrays.stream(path.split("/", -1)).map(HiveName::visible).collect(Collectors.joining("/"));
    }

    private static boolean isHiding(char first) {
        return first == '_' || first == '.';
    }
}
