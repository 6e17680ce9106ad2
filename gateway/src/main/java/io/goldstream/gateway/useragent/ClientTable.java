package io.goldstream.gateway.useragent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Our own table of clients, {@code user-agents/clients.psv}, which says how it is read. Immutable. */
final class ClientTable {

    private static final String RESOURCE = "/user-agents/clients.psv";
    private static final int COLUMNS = 7;

    private final List<Row> rows;

    private ClientTable(List<Row> rows) {
        this.rows = rows;
    }

    /** What the table says of a text; null where it says nothing. */
    static final class Answer {
        String form;
        String device;
        String os;
        String browser;
    }

    /** @param name without the stars */
    private record Word(String name, boolean isOpenBefore, boolean isOpenBehind) {

        static Word of(String text) {
            boolean isOpenBefore = text.startsWith("*");
            boolean isOpenBehind = text.endsWith("*");
            return new Word(
                    text.substring(isOpenBefore ? 1 : 0, text.length() - (isOpenBehind ? 1 : 0)),
                    isOpenBefore,
                    isOpenBehind);
        }

        boolean isIn(String text) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                int end = at + name.length();
                if ((isOpenBefore || at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                        && (isOpenBehind || end == text.length() || !Character.isLetter(text.charAt(end)))) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Row(
            String form, String device, String os, String browser, List<Word> any, List<Word> all, List<Word> none) {

        static Row of(String line) {
            String[] columns = line.split("\\|", -1);
            if (columns.length != COLUMNS) {
                throw new IllegalStateException("a row has " + COLUMNS + " columns: " + line);
            }
            return new Row(
                    text(columns[0]),
                    text(columns[1]),
                    text(columns[2]),
                    text(columns[3]),
                    words(columns[4]),
                    words(columns[5]),
                    words(columns[6]));
        }

        private static String text(String column) {
            return column.isBlank() ? null : column.strip();
        }

        private static List<Word> words(String column) {
            return Arrays.stream(column.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .map(Word::of)
                    .toList();
        }

        boolean matches(String text) {
            return isAnyIn(any, text) && all.stream().allMatch(word -> word.isIn(text)) && !isAnyIn(none, text);
        }

        private static boolean isAnyIn(List<Word> words, String text) {
            for (Word word : words) {
                if (word.isIn(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    static ClientTable read() {
        try (InputStream table = ClientTable.class.getResourceAsStream(RESOURCE)) {
            return new ClientTable(new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param text in lower case */
    Answer of(String text) {
        Answer answer = new Answer();
        for (Row row : rows) {
            if ((row.form() == null || answer.form == null) && row.matches(text)) {
                answer.form = first(answer.form, row.form());
                answer.device = first(answer.device, row.device());
                answer.os = first(answer.os, row.os());
                answer.browser = first(answer.browser, row.browser());
            }
        }
        return answer;
    }

    private static String first(String known, String said) {
        return known == null ? said : known;
    }
}
