package io.goldstream.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements in a text. */
public final class SqlStatements {

    private static final String SILENT = "\\s|--[^\\n]*|/\\*.*?\\*/";

    /**
     * Quoted text, quoted names and comments, in which a semicolon ends nothing; a semicolon that may; or a word that opens or closes a
     * block of a function. A block's IF, LOOP, REPEAT and WHILE are within one, so they need not be counted.
     */
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\\n]*|/\\*.*?\\*/|(?<end>;)"
                    + "|\\bEND(?:" + SILENT + ")++(?:IF|LOOP|REPEAT|WHILE)\\b"
                    + "|(?<closes>\\bEND\\b(?:(?:" + SILENT + ")++CASE\\b)?)|(?<opens>\\b(?:BEGIN|CASE)\\b)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** Only a statement that begins so has blocks. Elsewhere BEGIN may be a column's name. */
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:" + SILENT + ")*+(?:WITH|CREATE(?:(?:" + SILENT + ")++OR(?:" + SILENT + ")++REPLACE)?)(?:" + SILENT
                    + ")++FUNCTION\\b",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern NOTHING = Pattern.compile("(?:" + SILENT + ")*+", Pattern.DOTALL);

    private SqlStatements() {}

    /** The statements between semicolons, without them; those that are blank or only a comment are left out. A file may begin with a byte order mark. */
    public static List<String> split(String file) {
        String text = file.startsWith(BYTE_ORDER_MARK) ? file.substring(1) : file;
        List<String> statements = new ArrayList<>();
        int begin = 0;
        int openBlocks = 0;
        boolean isFunction = begins(FUNCTION, text, begin);
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (matcher.group("end") != null && openBlocks == 0) {
                statements.add(text.substring(begin, matcher.start()).strip());
                begin = matcher.end();
                isFunction = begins(FUNCTION, text, begin);
            } else if (isFunction && matcher.group("opens") != null) {
                openBlocks++;
            } else if (isFunction && matcher.group("closes") != null && openBlocks > 0) {
                openBlocks--;
            }
        }
        statements.add(text.substring(begin).strip());
        return statements.stream()
                .filter(statement -> !NOTHING.matcher(statement).matches())
                .toList();
    }

    private static boolean begins(Pattern pattern, String text, int from) {
        return pattern.matcher(text).region(from, text.length()).lookingAt();
    }
}
