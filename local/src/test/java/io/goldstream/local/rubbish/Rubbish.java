package io.goldstream.local.rubbish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A hundred lines that no pipeline should choke on, none of them a valid listen, each different from the others. */
final class Rubbish {

    private static final String VALID =
            "{\"ts\":1738195209000,\"sessionId\":%d,\"userId\":7,\"level\":\"free\",\"artist\":\"A\",\"song\":\"S\",\"duration\":164.5}";

    private final List<Line> lines = new ArrayList<>();

    /**
     * @param bytes what is sent, without a line's end
     * @param isKept whether it is small enough to be kept, for quarantine
     */
    record Line(byte[] bytes, boolean isKept) {}

    private Rubbish() {}

    static List<Line> hundred() {
        Rubbish rubbish = new Rubbish();
        rubbish.brokenJson();
        rubbish.wrongTypes();
        rubbish.missingFields();
        rubbish.hugeStrings();
        rubbish.nulBytes();
        rubbish.nestedArrays();
        rubbish.invalidUtf8();
        rubbish.duplicateKeys();
        rubbish.notANumber();
        rubbish.endlessNumbers();
        return rubbish.lines;
    }

    /** A valid listen, told apart by its session. */
    static byte[] valid(int session) {
        return VALID.formatted(session).getBytes(UTF_8);
    }

    private void brokenJson() {
        String valid = VALID.formatted(1);
        for (String broken : List.of(
                valid.substring(0, 40),
                valid.substring(1),
                valid + "}",
                valid.replace(':', '='),
                "'" + valid + "'",
                "[" + valid,
                "hello",
                "null",
                "\"text\"",
                "<event/>")) {
            kept(broken);
        }
    }

    private void wrongTypes() {
        for (String change : List.of(
                "\"ts\":\"now\"",
                "\"ts\":1.5",
                "\"ts\":[1]",
                "\"sessionId\":{}",
                "\"sessionId\":true",
                "\"song\":5",
                "\"artist\":[\"a\"]",
                "\"duration\":\"164\"",
                "\"level\":{\"level\":\"free\"}",
                "\"lat\":\"north\"")) {
            kept(with(2, change));
        }
    }

    private void missingFields() {
        for (String field : List.of("ts", "sessionId", "userId", "artist", "song", "duration")) {
            kept(with(3, "\"" + field + "\":null"));
        }
        kept("{}");
        kept("{\"ts\":1738195209000}");
        kept("{\"song\":\"S\"}");
        kept("{\"unknown\":1}");
    }

    private void hugeStrings() {
        for (int i = 0; i < 2; i++) {
            String huge = with(4 + i, "\"song\":\"" + "x".repeat(2_000_000) + "\"");
            lines.add(new Line(huge.getBytes(UTF_8), false));
        }
        for (int i = 0; i < 8; i++) {
            kept(with(4, "\"level\":\"" + "x".repeat(20_000 + i) + "\""));
        }
    }

    private void nulBytes() {
        for (int i = 0; i < 10; i++) {
            byte[] line = valid(50 + i);
            line[10 + i] = 0;
            lines.add(new Line(line, true));
        }
    }

    private void nestedArrays() {
        for (int i = 0; i < 10; i++) {
            kept(with(6, "\"deep\":" + "[".repeat(10_000 + i) + "]".repeat(10_000 + i)));
        }
    }

    private void invalidUtf8() {
        for (int i = 0; i < 10; i++) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes("{\"song\":\"".getBytes(UTF_8));
            line.writeBytes(new byte[] {(byte) (0xF5 + i % 5), (byte) (0x80 + i), (byte) 0xC0, (byte) 0xAF});
            line.writeBytes("\"}".getBytes(UTF_8));
            lines.add(new Line(line.toByteArray(), true));
        }
    }

    private void duplicateKeys() {
        for (int i = 0; i < 10; i++) {
            String valid = VALID.formatted(80 + i);
            kept(valid.substring(0, valid.length() - 1) + ",\"song\":\"another\"}");
        }
    }

    private void notANumber() {
        for (String number : List.of("NaN", "Infinity", "-Infinity", "+1", "01", "1.", ".5", "1e", "0x10", "--1")) {
            kept(with(9, "\"duration\":" + number));
        }
    }

    private void endlessNumbers() {
        for (int i = 0; i < 10; i++) {
            String field =
                    List.of("ts", "duration", "lon", "lat", "itemInSession").get(i % 5);
            kept(with(10, "\"" + field + "\":" + (i < 5 ? "" : "-") + "9".repeat(400)));
        }
    }

    /** A valid line, but for one field: the given one stands in its place, or beside the others. */
    private static String with(int session, String field) {
        String name = field.substring(0, field.indexOf(':'));
        String valid = VALID.formatted(session);
        String without =
                valid.replaceFirst(",?" + name + ":(\"[^\"]*\"|[^,}]*)", "").replaceFirst("\\{,", "{");
        return without.substring(0, without.length() - 1) + "," + field + "}";
    }

    private void kept(String line) {
        lines.add(new Line(line.getBytes(UTF_8), true));
    }
}
