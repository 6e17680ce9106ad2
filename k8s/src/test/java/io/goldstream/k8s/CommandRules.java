package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules of the programs that probes, hooks and scripts run in images that are not ours. */
final class CommandRules {

    /**
     * What these images surely have. Trino's is a minimal one, and its own health check uses curl and grep; glibc brings
     * getent, coreutils sleep. Hive's and Postgres's have their own programs.
     */
    private static final Set<String> PROGRAMS = Set.of(
            "sh",
            "curl",
            "grep",
            "getent",
            "sleep",
            "/usr/lib/trino/bin/run-trino",
            "/opt/hive/bin/schematool",
            "pg_isready");

    /** What a shell knows by itself. */
    private static final Set<String> SHELL = Set.of(
            ".", "[", "case", "do", "done", "elif", "else", "esac", "exec", "exit", "export", "fi", "for", "if",
            "printf", "read", "return", "set", "test", "then", "trap", "true", "until", "wait", "while");

    /** Behind these another command begins. */
    private static final Set<String> LEADING = Set.of("do", "elif", "else", "exec", "if", "then", "until", "while");

    private static final Pattern FUNCTION = Pattern.compile("(?m)^\\s*(\\w+)\\(\\)\\s*\\{");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private CommandRules() {}

    static List<String> programs(Overlay overlay) {
        Set<String> functions = overlay.of("ConfigMap")
                .flatMap(map -> scripts(map))
                .flatMap(script -> FUNCTION.matcher(script).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Stream<String> files = overlay.of("ConfigMap").flatMap(map -> scripts(map)
                .flatMap(script -> commands(script).stream())
                .filter(program -> isForeign(program, functions))
                .map(program -> map.id().replaceFirst("-[a-z0-9]{10}$", "") + " runs " + program));
        Stream<String> containers = overlay.workloads()
                .flatMap(workload -> workload.containers().stream().flatMap(container -> Stream.of(
                                container.path("command"),
                                container.at("/startupProbe/exec/command"),
                                container.at("/livenessProbe/exec/command"),
                                container.at("/readinessProbe/exec/command"),
                                container.at("/lifecycle/preStop/exec/command"),
                                container.at("/lifecycle/postStart/exec/command"))
                        .flatMap(command -> commands(command).stream())
                        .filter(program -> isForeign(program, functions))
                        .map(program ->
                                workload.id() + "/" + container.path("name").asText() + " runs " + program)));
        return Stream.concat(files, containers)
                .map(what -> what + ", which its image may not have")
                .distinct()
                .toList();
    }

    private static Stream<String> scripts(Manifest map) {
        return Manifest.strings(map.at("/data")).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".sh"))
                .map(file -> file.getValue());
    }

    private static boolean isForeign(String program, Set<String> functions) {
        return !PROGRAMS.contains(program) && !SHELL.contains(program) && !functions.contains(program);
    }

    private static List<String> commands(JsonNode command) {
        List<String> words = Manifest.elements(command).map(JsonNode::asText).toList();
        if (words.isEmpty()) {
            return List.of();
        }
        return words.getFirst().equals("sh") && words.size() == 3 ? commands(words.get(2)) : List.of(words.getFirst());
    }

    /** The first words of all commands of a script. */
    private static List<String> commands(String script) {
        String bare = QUOTED.matcher(script.replaceAll("(?m)^\\s*#.*$", "")).replaceAll("text");
        List<String> programs = new ArrayList<>();
        for (String command : bare.split("&&|\\|\\||[;|&\n{}()!]")) {
            for (String word : command.strip().replaceAll("^[\"]+", "").split("\\s+")) {
                boolean isAssignment = word.matches("\\w+=.*");
                if (!isAssignment && !word.isEmpty() && !word.matches("[\"$\\[<>].*|\\W+")) {
                    programs.add(word);
                }
                if (!isAssignment && !LEADING.contains(word)) {
                    break;
                }
            }
        }
        programs.removeIf(word -> FUNCTION.matcher(script).results().anyMatch(name -> name.group(1)
                .equals(word)));
        return programs;
    }
}
