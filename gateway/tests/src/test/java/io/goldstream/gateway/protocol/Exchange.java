package io.goldstream.gateway.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request and the answer that is promised to it, as they stand in a file: notes, request line, headers, an empty line,
 * the body; then the answer in the same form.
 *
 * @param notes what stands behind {@code #}; {@code with …} and {@code twice} tell the test what to do
 * @param headers name and value in turns
 * @param body empty for none
 * @param answer all from {@code HTTP/1.1} on
 */
record Exchange(List<String> notes, String method, String path, List<String> headers, String body, String answer) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final List<String> SHOWN = List.of(
            "Content-Type", "Retry-After", "WWW-Authenticate", "Allow", "Accept-Encoding", "Preference-Applied");

    static Exchange read(Path file) throws IOException {
        List<String> notes = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        String[] request = null;
        StringBuilder part = null;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("HTTP/1.1 ")) {
                part = answer;
            }
            if (part != null) {
                part.append(line).append('\n');
            } else if (line.startsWith("# ")) {
                notes.add(line.substring(2));
            } else if (request == null) {
                request = line.split(" ");
            } else if (line.isEmpty()) {
                part = body;
            } else {
                headers.addAll(List.of(line.split(": ", 2)));
            }
        }
        return new Exchange(
                notes, request[0], request[1], headers, body.toString().strip(), answer.toString());
    }

    /** What the notes ask to be there, such as a frozen broker. */
    Optional<String> setting() {
        return notes.stream()
                .filter(note -> note.startsWith("with "))
                .map(note -> note.substring("with ".length()))
                .findFirst();
    }

    boolean isSentTwice() {
        return notes.contains("twice");
    }

    /** An answer as it stands in a file. How long to wait is left out: it is the clock's. */
    static String text(HttpResponse<byte[]> response) throws IOException {
        return text(response.statusCode(), response.headers().map(), response.body());
    }

    static String text(int status, Map<String, List<String>> headers, byte[] body) throws IOException {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\n");
        for (String name : SHOWN) {
            headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .forEach(header -> text.append(name)
                            .append(": ")
                            .append(
                                    name.equals("Retry-After")
                                            ? seconds(header.getValue().getFirst())
                                            : header.getValue().getFirst())
                            .append('\n'));
        }
        if (body.length > 0) {
            text.append('\n')
                    .append(JSON.writeValueAsString(JSON.readTree(body)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String seconds(String value) {
        return Long.parseLong(value) > 0 ? "{seconds}" : value;
    }

    /** The file with another answer. */
    static void rewrite(Path file, String answer) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf("\nHTTP/1.1 ") + 1) + answer);
    }
}
