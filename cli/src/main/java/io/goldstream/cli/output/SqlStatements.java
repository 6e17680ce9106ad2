package io.goldstream.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements in a text. */
public final class SqlStatements {

    /** Quoted text, quoted names and comments, in which a semicolon ends nothing; or a semicolon that does. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\\n]*|/\\*.*?\\*/|(?<end>;)", Pattern.DOTALL);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern NOTHING = Pattern.compile("(?:\\s|--[^\\n]*|/\\*.*?\\*/)*+", Pattern.DOTALL);

    private SqlStatements() {}

    /** The statements between semicolons, without them; those that are blank or only a comment are left out. A file may begin with a byte order mark. */
    public static List<String> split(String file) {
        String text = file.startsWith(BYTE_ORDER_MARK) ? file.substring(1) : file;
        List<String> statements = new ArrayList<>();
        int begin = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (matcher.group("end") != null) {
                statements.add(text.substring(begin, matcher.start()).strip());
                begin = matcher.end();
            }
        }
        statements.add(text.substring(begin).strip());
        return statements.stream()
                .filter(statement -> !NOTHING.matcher(statement).matches())
                .toList();
    }
}
