package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules of what runs once, at the start or again and again. */
final class JobRules {

    /** What a new cluster may take until brokers, workers and the metastore answer. */
    private static final int START_SECONDS = 20 * 60;

    private static final int DAY_SECONDS = 24 * 60 * 60;

    /** How Kubernetes puts the next try off: twice as long each time, up to a bound. */
    private static final int FIRST_BACKOFF_SECONDS = 10;

    private static final int LONGEST_BACKOFF_SECONDS = 360;

    private static final Pattern WAIT = Pattern.compile("--wait=(\\d+)m");

    private JobRules() {}

    /** These come again by themselves, and nothing of a cluster's start waits for them. */
    private static final Set<String> OFTEN = Set.of("check", "backup-checkpoints", "advance", "upkeep");

    /**
     * A Job is applied together with what it needs: it waits for that itself, tries again for at least as long, and can still
     * be looked at on the next day.
     */
    static List<String> waits(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> workload.kind().endsWith("Job") && !OFTEN.contains(workload.name()))
                .flatMap(JobRules::problems)
                .toList();
    }

    private static Stream<String> problems(Manifest workload) {
        JsonNode job = workload.is("CronJob") ? workload.at("/spec/jobTemplate/spec") : workload.at("/spec");
        int waits = workload.containers().stream()
                .flatMap(container -> Manifest.elements(container.path("args")))
                .flatMap(argument -> WAIT.matcher(argument.asText()).results())
                .mapToInt(found -> 60 * Integer.parseInt(found.group(1)))
                .findFirst()
                .orElse(0);
        int backoff = IntStream.range(0, job.path("backoffLimit").asInt(6))
                .map(retry -> (int) Math.min(LONGEST_BACKOFF_SECONDS, (long) FIRST_BACKOFF_SECONDS << retry))
                .sum();
        boolean comesAgain = workload.is("CronJob");
        int deadline = job.path("activeDeadlineSeconds").asInt(Integer.MAX_VALUE);
        return Stream.of(
                        PodRules.problem(
                                waits < START_SECONDS,
                                "does not wait " + START_SECONDS + " s for what it needs (--wait)"),
                        PodRules.problem(
                                !comesAgain && backoff < START_SECONDS,
                                "gives up after " + backoff + " s, before what it needs may be there"),
                        PodRules.problem(
                                deadline < waits + (comesAgain ? 0 : backoff),
                                "is ended after " + deadline + " s, before it has given up by itself"),
                        PodRules.problem(
                                job.path("ttlSecondsAfterFinished").asInt(Integer.MAX_VALUE) < DAY_SECONDS,
                                "is gone before anybody looks at it"))
                .filter(problem -> !problem.isEmpty())
                .map(problem -> workload.id() + " " + problem);
    }

    /** Two schema tools at once leave half a schema each: what runs one starts its pods one after the other. */
    static List<String> schemas(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> Manifest.elements(workload.pod().at("/spec/initContainers"))
                        .flatMap(container -> Manifest.elements(container.path("command")))
                        .anyMatch(word -> word.asText().endsWith("schematool")))
                .filter(workload -> !workload.is("StatefulSet")
                        || !workload.at("/spec/podManagementPolicy")
                                .asText("OrderedReady")
                                .equals("OrderedReady"))
                .map(workload -> "several pods of " + workload.id() + " may change a database's schema at once")
                .toList();
    }
}
