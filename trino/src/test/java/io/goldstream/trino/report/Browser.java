package io.goldstream.trino.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by its DevTools protocol. */
final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TIMEOUT_SECONDS = 60;
    private static final int LARGEST_MESSAGE = 64 << 20;

    private final Process process;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final WebSocket socket;
    private String session = "";
    private int lastId;

    private Browser(Process process, URI devTools) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(devTools, new Listener())
                .join();
    }

    /** @param profile a folder for what the browser keeps */
    static Browser start(Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable()
                                .orElseThrow(() -> new IOException("found no Chromium: install it (Debian: apt install"
                                        + " chromium), or name it in CHROME_BIN"))
                                .toString(),
                        "--headless=new",
                        // Chromium refuses its sandbox to root, which tests in containers are; the page is our own.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectErrorStream(true)
                .start();
        BufferedReader log = process.inputReader();
        String line = log.readLine();
        StringBuilder said = new StringBuilder();
        while (line != null && !line.contains("DevTools listening on ")) {
            said.append(line).append('\n');
            line = log.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium did not start:\n" + said);
        }
        Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
        Browser browser = new Browser(process, URI.create(line.substring(line.indexOf("ws://"))));
        JsonNode target = browser.call("Target.createTarget", Map.of("url", "about:blank"));
        browser.session = browser.call(
                        "Target.attachToTarget",
                        Map.of("targetId", target.get("targetId").asText(), "flatten", true))
                .get("sessionId")
                .asText();
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            browser.call(domain + ".enable", Map.of());
        }
        return browser;
    }

    /** Whether this machine has one. */
    static boolean isHere() {
        return executable().isPresent();
    }

    private static Optional<Path> executable() {
        String named = System.getenv("CHROME_BIN");
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
        return Stream.concat(
                        Stream.ofNullable(named),
                        Stream.concat(
                                Stream.of(System.getenv("PATH").split(":"))
                                        .flatMap(folder -> names.stream().map(name -> folder + "/" + name)),
                                Stream.of(
                                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                                        "/Applications/Chromium.app/Contents/MacOS/Chromium")))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page as a screen of that size shows it, and waits until it is loaded. */
    void open(Path page, int width, int height) throws IOException, InterruptedException {
        size(width, height, width < 600);
        requests.clear();
        complaints.clear();
        events.clear();
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        String event;
        do {
            event = events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } while (event != null && !event.equals("Page.loadEventFired"));
    }

    /** Shows the open page as paper of that width in pixels has it. */
    void asPaper(int width, int height) throws IOException, InterruptedException {
        call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        size(width, height, false);
    }

    private void size(int width, int height, boolean isMobile) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isMobile));
    }

    /** Shows it as a screen has it. */
    void asScreen() throws IOException, InterruptedException {
        call("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    /** The value of an expression. */
    JsonNode evaluate(String script) throws IOException, InterruptedException {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(script + ": " + result);
        }
        return result.get("result").path("value");
    }

    void screenshot(Path png) throws IOException, InterruptedException {
        save(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true)), png);
    }

    void pdf(Path file) throws IOException, InterruptedException {
        save(call("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", false)), file);
    }

    /** What the page asked for since it was opened, itself included. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors of scripts, and what the content security policy refused. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void save(JsonNode result, Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(result.get("data").asText()));
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws IOException, InterruptedException {
        int id = ++lastId;
        var message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("Chromium did not answer " + method);
            }
            if (answer.get("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new IOException(method + ": " + answer.get("error"));
                }
                return answer.get("result");
            }
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (text.length() > LARGEST_MESSAGE) {
                throw new IllegalStateException("a message without an end");
            }
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void take(String message) {
            JsonNode json;
            try {
                json = JSON.readTree(message);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (json.has("id")) {
                answers.add(json);
                return;
            }
            String event = json.get("method").asText();
            JsonNode parameters = json.get("params");
            switch (event) {
                case "Network.requestWillBeSent" ->
                    requests.add(parameters.get("request").get("url").asText());
                case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(parameters.toString());
                default -> events.add(event);
            }
        }
    }
}
