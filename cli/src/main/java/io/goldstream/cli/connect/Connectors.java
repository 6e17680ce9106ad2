package io.goldstream.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Http;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The sinks in a Connect worker, by its REST API. */
public final class Connectors {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    /** @param url the REST API's address, without a slash at its end */
    public Connectors(String url) {
        this.url = url;
    }

    /**
     * A connector or one of its tasks.
     *
     * @param name such as {@code goldstream-raw}, a task's with its number behind a slash
     * @param state RUNNING, PAUSED, FAILED, UNASSIGNED, RESTARTING or STOPPED
     * @param cause the first line of why it failed; empty unless FAILED
     */
    public record State(String name, String state, String cause) {

        public boolean isFailed() {
            return state.equals("FAILED");
        }

        public boolean isRunning() {
            return state.equals("RUNNING");
        }
    }

    /**
     * What to do about what somebody else did.
     *
     * @param replaces whether connectors that somebody else changed get their file's configuration again
     * @param leavesStopped whether connectors that are paused or stopped stay so
     */
    public record Manners(boolean replaces, boolean leavesStopped) {

        /** All is as the files say, whoever changed it. */
        public static final Manners AS_THE_FILES_SAY = new Manners(true, false);
    }

    /** The name of a layer's sink in a generation. */
    public static String name(Layer layer, Generation generation) {
        return Sink.name(layer, generation);
    }

    /** The layer that a sink of this name lands, of whatever generation; empty for another's name. */
    public static Optional<Layer> layer(String name) {
        return Arrays.stream(Layer.values())
                .filter(layer -> name.equals(name(layer, Generation.FIRST))
                        || name.startsWith(name(layer, Generation.FIRST) + "_g"))
                .findFirst();
    }

    /** A sink that has failed, with its cause, if there is one. */
    public Optional<String> failure() throws IOException {
        return states().stream()
                .filter(State::isFailed)
                .findFirst()
                .map(failed -> "sink " + failed.name() + " failed: " + failed.cause());
    }

    /** Whether there is a worker that answers. @throws CommandFailure where there is none */
    public void ask() throws InterruptedException {
        String answer;
        try {
            int status = Http.send("GET", url + "/connectors", null).statusCode();
            if (status == 200) {
                return;
            }
            answer = "answers " + status;
        } catch (IOException notThere) {
            answer = "does not answer";
        }
        throw new CommandFailure("Connect at " + url + " " + answer);
    }

    /**
     * Puts every {@code *.json} of a folder, restarts what has failed, and returns a line for each connector once all run
     * that should. Has the worker check all of them first: where one has a mistake, or somebody else changed it, none is put.
     *
     * @param generation whose topics they land; of a later one, raw's are left out
     * @throws CommandFailure where there is no file, where the worker names mistakes, where somebody else's change would be
     *     lost, or where a connector does not run
     */
    public List<String> put(Path folder, Generation generation, Manners manners)
            throws IOException, InterruptedException {
        return put(Sink.read(folder, generation), manners);
    }

    /**
     * Puts a generation's sinks. Each has the settings of the sink in use, with another name and other topics. The sinks of
     * raw topics serve all generations, so they are left out.
     */
    public List<String> putBeside(Generation used, Generation generation) throws IOException, InterruptedException {
        List<Sink> sinks = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            if (layer != Layer.RAW) {
                String model = name(layer, used);
                String config = Http.ok(url + "/connectors/" + model + "/config")
                        .orElseThrow(
                                () -> new CommandFailure(
                                        "Connect at " + url + " has no sink " + model
                                                + ", whose settings the new sink gets: put it with 'goldstream sinks put', then run this again"));
                sinks.add(Sink.like((ObjectNode) JSON.readTree(config), layer, used, generation));
            }
        }
        return put(sinks, Manners.AS_THE_FILES_SAY);
    }

    private List<String> put(List<Sink> sinks, Manners manners) throws IOException, InterruptedException {
        validate(sinks);
        Map<String, ObjectNode> current = current(sinks);
        if (!manners.replaces()) {
            refuseToReplace(sinks, current);
        }
        for (Sink sink : sinks) {
            // Putting an equal configuration would restart the tasks.
            if (!sink.marked().equals(current.get(sink.name()))) {
                request(
                        "PUT",
                        "/connectors/" + sink.name() + "/config",
                        sink.marked().toString(),
                        sink.name() + " was refused");
            }
        }
        Map<String, String> left = new TreeMap<>();
        for (Sink sink : sinks) {
            String name = sink.name();
            Optional<String> stopped = manners.leavesStopped() ? stopped(name) : Optional.empty();
            if (stopped.isPresent()) {
                left.put(name, stopped.get());
                continue;
            }
            // One that was stopped stays so over restarts of the worker; one that runs does not mind.
            request("PUT", "/connectors/" + name + "/resume", null, name + " did not resume");
            restartFailed(name);
        }
        List<String> lines = new ArrayList<>();
        for (Sink sink : sinks) {
            if (left.containsKey(sink.name())) {
                lines.add(sink.name() + " is " + left.get(sink.name()) + ", and stays so");
            } else {
                awaitRunning(sink.name());
                lines.add(sink.name() + " runs");
            }
        }
        return lines;
    }

    /** The configurations that Connect has, by name. */
    private Map<String, ObjectNode> current(List<Sink> sinks) throws IOException {
        Map<String, ObjectNode> current = new TreeMap<>();
        for (Sink sink : sinks) {
            Optional<String> body = Http.ok(url + "/connectors/" + sink.name() + "/config");
            if (body.isPresent()) {
                current.put(sink.name(), (ObjectNode) JSON.readTree(body.get()));
            }
        }
        return current;
    }

    private static void refuseToReplace(List<Sink> sinks, Map<String, ObjectNode> current) {
        List<String> changed = sinks.stream()
                .filter(sink -> current.containsKey(sink.name()))
                .flatMap(sink -> sink.changedBySomebodyElse(current.get(sink.name())).stream()
                        .map(options -> sink.name() + " (" + sink.source() + "): " + options))
                .toList();
        if (!changed.isEmpty()) {
            throw new CommandFailure("no sink was changed, because somebody else changed options of these:\n  "
                    + String.join("\n  ", changed)
                    + "\nWrite the changes into the files, or undo them with 'goldstream sinks put FOLDER --replace'"
                    + " (--leave-stopped, too, if stopped sinks are to stay so)");
        }
    }

    /** {@code paused} or {@code stopped}; empty for a connector that should run. */
    private Optional<String> stopped(String name) throws IOException {
        return Http.ok(url + "/connectors/" + name + "/status").flatMap(body -> {
            try {
                return Optional.of(JSON.readTree(body)
                                .at("/connector/state")
                                .asText()
                                .toLowerCase(Locale.ROOT))
                        .filter(state -> state.equals("paused") || state.equals("stopped"));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private void validate(List<Sink> sinks) throws IOException, InterruptedException {
        List<String> mistakes = new ArrayList<>();
        for (Sink sink : sinks) {
            ObjectNode config = sink.config().deepCopy().put("name", sink.name());
            String plugin = config.path("connector.class").asText();
            String answer = request(
                    "PUT",
                    "/connector-plugins/" + plugin + "/config/validate",
                    config.toString(),
                    sink.name() + " could not be validated");
            for (JsonNode option : JSON.readTree(answer).path("configs")) {
                JsonNode value = option.path("value");
                value.path("errors")
                        .forEach(error -> mistakes.add(
                                sink.source() + ", " + value.path("name").asText() + ": " + error.asText()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new CommandFailure(
                    "no sink was created, because Connect found mistakes:\n  " + String.join("\n  ", mistakes));
        }
    }

    /** Stops sinks, and returns once none of their tasks is left: from then on nobody writes for them. */
    public void stop(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            request("PUT", "/connectors/" + name + "/stop", null, name + " did not stop");
        }
        for (String name : names) {
            await(
                    name,
                    states -> states.size() == 1 && states.getFirst().state().equals("STOPPED"),
                    "does not stop");
        }
    }

    /** Has stopped sinks run again, and returns once they do. */
    public void resume(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            request("PUT", "/connectors/" + name + "/resume", null, name + " did not resume");
        }
        for (String name : names) {
            awaitRunning(name);
        }
    }

    /** Connectors and tasks, each with its state, by name; empty where the worker does not answer. */
    public List<State> states() throws IOException {
        Optional<String> body = Http.ok(url + "/connectors?expand=status");
        List<State> states = new ArrayList<>();
        if (body.isPresent()) {
            Map<String, JsonNode> byName = new TreeMap<>();
            JSON.readTree(body.get()).properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
            byName.forEach((name, node) -> states.addAll(states(name, node.path("status"))));
        }
        return states;
    }

    private void restartFailed(String name) throws IOException, InterruptedException {
        Optional<String> body = Http.ok(url + "/connectors/" + name + "/status");
        if (body.isPresent() && states(name, JSON.readTree(body.get())).stream().anyMatch(State::isFailed)) {
            request(
                    "POST",
                    "/connectors/" + name + "/restart?includeTasks=true&onlyFailed=true",
                    null,
                    name + " did not restart");
        }
    }

    private void awaitRunning(String name) throws IOException, InterruptedException {
        await(name, states -> states.size() > 1 && states.stream().allMatch(State::isRunning), "does not run");
    }

    /** Waits until a connector and its tasks are as they should be. */
    private void await(String name, Predicate<List<State>> condition, String otherwise)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        List<State> states = List.of();
        while (Instant.now().isBefore(deadline)) {
            Optional<String> body = Http.ok(url + "/connectors/" + name + "/status");
            if (body.isPresent()) {
                states = states(name, JSON.readTree(body.get()));
                if (condition.test(states)) {
                    return;
                }
            }
            Thread.sleep(POLL);
        }
        String last = states.stream()
                .filter(State::isFailed)
                .findFirst()
                .map(failed -> failed.name() + " failed: " + failed.cause())
                .orElse("now: " + states);
        throw new SinkFailure("sink " + name + " " + otherwise + " after " + START_LIMIT.toSeconds() + " s; " + last);
    }

    /** Connect answers 409 while it rebalances, 404 or 500 while a new connector is not yet known everywhere. */
    private String request(String method, String path, String json, String problem)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (true) {
            boolean isLate = Instant.now().isAfter(deadline);
            try {
                HttpResponse<String> response = Http.send(method, url + path, json);
                int status = response.statusCode();
                if (status < 300) {
                    return response.body();
                }
                boolean mayPass = status == 409 || status == 404 || status >= 500;
                if (!mayPass || isLate) {
                    throw new CommandFailure("sink " + problem + " by Connect: "
                            + JSON.readTree(response.body()).path("message").asText(response.body()));
                }
            } catch (IOException slow) {
                // All these requests may be repeated.
                if (isLate) {
                    throw slow;
                }
            }
            Thread.sleep(POLL);
        }
    }

    private static List<State> states(String name, JsonNode status) {
        List<State> states = new ArrayList<>();
        states.add(state(name, status.path("connector")));
        status.path("tasks").forEach(task -> states.add(state(name + "/" + task.path("id"), task)));
        return states;
    }

    /** The trace's last cause says what is wrong; the lines above it only where it was noticed. */
    private static State state(String name, JsonNode node) {
        String trace = node.path("trace").asText("");
        String cause = trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(trace.lines().findFirst().orElse(""));
        return new State(name, node.path("state").asText("UNASSIGNED"), cause);
    }
}
