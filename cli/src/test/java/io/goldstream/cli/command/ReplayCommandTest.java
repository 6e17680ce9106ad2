package io.goldstream.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.goldstream.cli.Goldstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Against a real HTTP server that answers as it is told to, as the gateway does: it sends 10,000 events at once. */
class ReplayCommandTest {

    private final Deque<String> reports = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aDryRunCountsAllThatWouldBeSent() {
        reports.add(report(10_000, 2_345));

        assertThat(replay("--dry-run"))
                .startsWith("would send 12,345 events; 7 were sent before, 3 are still invalid, 0 are left");
    }

    @Test
    void aLimitLeavesEvents() {
        reports.addAll(List.of(report(10, 12_335), report(10, 12_335)));

        assertThat(replay("--dry-run", "--limit", "10"))
                .startsWith("would send 10 events")
                .contains("12,335 are left");
        assertThat(replay("--limit", "10")).startsWith("sent 10 events").contains("12,335 are left");
    }

    @Test
    void allIsSentBitByBit() {
        reports.addAll(List.of(report(10_000, 2_345), report(2_345, 0)));

        assertThat(replay()).startsWith("sent 12,345 events").contains("0 are left");
        assertThat(reports).isEmpty();
    }

    private static String report(long replayed, long left) {
        return """
                {"matched": 12355, "before": 7, "unmended": 3, "replayed": %d, "left": %d}""".formatted(replayed, left);
    }

    private String replay(String... options) {
        StringWriter out = new StringWriter();
        CommandLine command = Goldstream.commandLine(
                Map.of(
                        "GOLDSTREAM_GATEWAY",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "GOLDSTREAM_OPERATOR_KEY",
                        "operator")::get,
                Optional.empty());
        command.setOut(new PrintWriter(out));
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(options));

        assertThat(command.execute(arguments.toArray(String[]::new))).isZero();
        return out.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = reports.remove().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
