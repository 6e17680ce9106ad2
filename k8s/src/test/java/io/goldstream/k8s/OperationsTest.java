package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.goldstream.events.schema.Layer;
import io.goldstream.trino.Lake;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the runbook has an operator type is what manifests, rules and the lake take for granted. */
class OperationsTest {

    private static final String RUNBOOK = Stream.of("install", "operations", "runbook")
            .map(page -> read(Path.of("../docs", page + ".md")))
            .collect(Collectors.joining("\n"));
    private static final int ZONES = 3;

    @Test
    void everyFolderOfTheLakeIsMade() {
        Set<String> made = Set.of(found("(?s)for folder in (.+?); do").group(1).split("[\\s\\\\]+"));

        assertThat(made).containsExactlyInAnyOrderElementsOf(Lake.folders());
    }

    /** What runs at least, in the zone that has the most of it, with what else runs there: nothing waits for room on the first day. */
    @Test
    void theNodesOfEachZoneHoldProductionAndWhatElseRunsThere() {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        int cores =
                Integer.parseInt(found("--node-vm-size Standard_E(\\d+)ds_v5").group(1));
        int nodes = Integer.parseInt(found("--node-count (\\d+)").group(1)) / ZONES;
        MatchResult kubelets = found("The kubelet keeps ([\\d.]+) cores and (\\d+) GiB");
        MatchResult ours = found("production needs up to (\\d+) GiB and (\\d+) cores per zone");
        MatchResult others = found("take about (\\d+) cores and (\\d+) GiB per zone");
        BigDecimal free = BigDecimal.valueOf(nodes)
                .multiply(BigDecimal.valueOf(cores).subtract(new BigDecimal(kubelets.group(1))));
        long freeMemory = nodes * (cores * 8L - Long.parseLong(kubelets.group(2))) << 30;

        assertThat(Math.ceil(zone(overlay, "memory").doubleValue() / (1L << 30)))
                .isEqualTo(Double.parseDouble(ours.group(1)));
        assertThat(Math.ceil(zone(overlay, "cpu").doubleValue())).isEqualTo(Double.parseDouble(ours.group(2)));
        assertThat(zone(overlay, "cpu").add(new BigDecimal(others.group(1)))).isLessThan(free);
        assertThat(zone(overlay, "memory").longValue() + (Long.parseLong(others.group(2)) << 30))
                .isLessThan(freeMemory);
        assertThat(RUNBOOK).contains("--enable-cluster-autoscaler --min-count " + nodes * ZONES + " ");
    }

    /** AKS ends a pod that is drained for longer than this, and so does the cluster's autoscaler. */
    @Test
    void aksWaitsLongerThanAPodMayTake() {
        int longest = Overlay.render(Overlay.PRODUCTION)
                .workloads()
                .mapToInt(workload ->
                        workload.pod().at("/spec/terminationGracePeriodSeconds").asInt(30))
                .max()
                .orElseThrow();

        assertThat(60 * Integer.parseInt(found("--drain-timeout (\\d+)").group(1)))
                .isGreaterThan(longest);
        assertThat(Integer.parseInt(found("max-graceful-termination-sec=(\\d+)").group(1)))
                .isGreaterThan(longest);
    }

    @Test
    void prometheusIsTheAccountThatTrinosRulesKnow() {
        String account = found("value trino-metrics-username (\\w+)").group(1);

        assertThat(RUNBOOK).contains("htpasswd -i -B -C 10 password.db " + account);
        assertThat(mayAskOfTheSystem(account)).containsExactly("read");
    }

    /** Whoever installs twice gets twice the same. One line of the runbook has the versions; docs/kubernetes.md says what was compared of each of them. */
    @Test
    void everyChartHasTheVersionThatWasLookedAt() {
        Map<String, String> pinned = Pattern.compile("([A-Z_]+)=(\\S+)")
                .matcher(found("export (STRIMZI=.*)").group(1))
                .results()
                .collect(Collectors.toMap(pin -> pin.group(1), pin -> pin.group(2)));
        Map<String, String> installed = Pattern.compile("helm upgrade --install \\S+ \\S*/(\\S+) --version \\$(\\w+)")
                .matcher(RUNBOOK)
                .results()
                .collect(Collectors.toMap(chart -> chart.group(1), chart -> pinned.get(chart.group(2))));
        Map<String, String> compared = Pattern.compile("(?m)^\\| `([\\w-]+)` \\| `(v?[\\d.]+)` \\|")
                .matcher(read(Path.of("../docs/kubernetes.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(RUNBOOK.split("helm upgrade --install ", -1)).hasSize(installed.size() + 1);
        assertThat(installed).isEqualTo(compared);
    }

    /** In docs/kubernetes.md: what was checked of each, and what only a cluster can show. */
    @Test
    void everyManifestHasItsRow() throws IOException {
        Set<String> rows = Pattern.compile("`((?:base|components|overlays|azure|metastore)/[^`]+)`")
                .matcher(read(Path.of("../docs/kubernetes.md")))
                .results()
                .map(file -> file.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> files = new TreeSet<>();
        for (String folder : List.of("base", "components", "overlays", "azure", "metastore")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> Files.isRegularFile(file) && !file.endsWith("kustomization.yaml"))
                        .forEach(file -> files.add(file.toString()));
            }
        }

        assertThat(rows).isEqualTo(files);
    }

    private static List<String> shell() {
        return Pattern.compile("(?ms)^ *```sh\\n(.*?)^ *```")
                .matcher(RUNBOOK)
                .results()
                .map(block -> block.group(1).stripTrailing().stripIndent())
                .toList();
    }

    /** As a shell reads it, without running it. */
    @Test
    void everyCommandParses() throws IOException {
        List<String> blocks = shell();
        Path script = Files.createTempFile(Path.of("target"), "runbook", ".sh");

        assertThat(blocks).hasSizeGreaterThan(10);
        for (String block : blocks) {
            Files.writeString(script, block);
            assertThat(Tools.run(List.of("bash", "-n", script.toString())))
                    .as(block)
                    .isEqualTo(new Tools.Run(0, ""));
        }
    }

    /** A new role takes minutes to apply. */
    @Test
    void aStepWaitsForTheRolesThatItGivesToItsUser() {
        assertThat(shell())
                .filteredOn(block -> block.contains("--assignee-object-id $ME"))
                .hasSize(2)
                .allSatisfy(block -> assertThat(block.substring(block.lastIndexOf("--assignee-object-id $ME")))
                        .contains("until az "));
    }

    /** A run of advance that counts rows which the restore deletes loses them. */
    @Test
    void nothingMovesRowsDuringARestore() {
        assertThat(shell())
                .filteredOn(block -> block.contains("checkpoint restore"))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block)
                        .containsSubsequence(
                                "patch cronjob advance -p '{\"spec\":{\"suspend\":true}}'",
                                "checkpoint restore",
                                "patch cronjob advance -p '{\"spec\":{\"suspend\":false}}'"));
    }

    @Test
    void everySecretThatAPodMountsIsPutIntoTheVault() {
        Set<String> put = Pattern.compile(
                        "(?m)^ *(?:put|value) ([a-z-]+) |certificate create .*--name goldstream-([a-z-]+)")
                .matcher(RUNBOOK)
                .results()
                .map(line -> "goldstream-" + (line.group(1) == null ? line.group(2) : line.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> mounted = Overlay.render(Overlay.PRODUCTION)
                .of("SecretProviderClass")
                .flatMap(manifest -> Pattern.compile("objectName: (\\S+)")
                        .matcher(manifest.at("/spec/parameters/objects").asText())
                        .results())
                .map(object -> object.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(put).isEqualTo(mounted);
    }

    @Test
    void everyAccountWithAnIdentityIsTiedToOne() {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        Set<String> tied = Pattern.compile("(?m)^ *identity [a-z]+ ([a-z-]+)$")
                .matcher(RUNBOOK)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Stream<String> ours = overlay.of("ServiceAccount")
                .filter(account -> account.at("/metadata/annotations").has("azure.workload.identity/client-id"))
                .map(Manifest::name);
        // Strimzi's: named after the cluster of workers.
        Stream<String> strimzis = overlay.of("KafkaConnect").map(connect -> connect.name() + "-connect");

        assertThat(tied)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ours, strimzis).toList());
    }

    static List<String> overlays() {
        return Overlay.names();
    }

    /** The file that the runbook writes has the values that the overlay asks for, and stands in place of the overlay's. */
    @ParameterizedTest
    @MethodSource("overlays")
    void theRunbookWritesEveryValueOfTheEnvironment(String overlay) {
        Manifest written = written().stream()
                .filter(manifest -> manifest.id().equals("ConfigMap/environment"))
                .findFirst()
                .orElseThrow();
        Manifest asked = Overlay.parse(read(Overlay.FOLDER.resolve(overlay).resolve("environment.yaml")))
                .getFirst();

        assertThat(Manifest.strings(written.at("/data")).keySet())
                .isEqualTo(Manifest.strings(asked.at("/data")).keySet());
        assertThat(Manifest.strings(written.at("/metadata/annotations")))
                .isEqualTo(Manifest.strings(asked.at("/metadata/annotations")));
        assertThat(RUNBOOK).contains("cat >k8s/overlays/$OVERLAY/environment.yaml <<EOF");
    }

    /** Each value reaches what is applied, and no place waits for one that nobody puts there. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyValueOfTheEnvironmentIsApplied(String overlay) throws IOException {
        Path folder = Path.of("target/environments", overlay);
        Manifest asked = Overlay.parse(read(Overlay.FOLDER.resolve(overlay).resolve("environment.yaml")))
                .getFirst();
        List<String> keys = List.copyOf(Manifest.strings(asked.at("/data")).keySet());
        String marked = read(Overlay.FOLDER.resolve(overlay).resolve("environment.yaml"));
        for (int i = 0; i < keys.size(); i++) {
            marked = marked.replaceFirst(
                    "(?m)^  " + Pattern.quote(keys.get(i)) + ": .*$", "  " + keys.get(i) + ": value-" + i + "-of-it");
        }
        copied(Path.of("."), folder);
        Files.writeString(folder.resolve("k8s/overlays").resolve(overlay).resolve("environment.yaml"), marked);
        Tools.Run run = Tools.run(List.of(
                "kubectl",
                "kustomize",
                folder.resolve("k8s/overlays").resolve(overlay).toString()));
        assertThat(run.exit()).as(run.output()).isZero();
        // Development has neither a name outside nor clients with keys.
        Set<String> unused = overlay.equals("dev") ? Set.of("host", "clientId.gateway") : Set.of();

        for (int i = 0; i < keys.size(); i++) {
            assertThat(run.output().contains("value-" + i + "-of-it"))
                    .as(keys.get(i))
                    .isEqualTo(!unused.contains(keys.get(i)));
        }
        assertThat(run.output()).doesNotContain("ACCOUNT", "example.com", "ghcr.io", "000000000000");
    }

    /** The folders that kustomize reads, as they stand in the project. */
    private static void copied(Path module, Path to) throws IOException {
        for (String folder :
                List.of("k8s/base", "k8s/components", "k8s/overlays", "connect-plugins/sinks", "trino/etc")) {
            Path from = module.toAbsolutePath().normalize().getParent().resolve(folder);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(folder).resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** A command of one step takes what an earlier one set, and nothing else. */
    @Test
    void everyVariableIsSet() {
        Set<String> set = Pattern.compile("\\b([A-Z_]{2,})=|for (\\w+) in")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .collect(Collectors.toSet());
        Set<String> used = Pattern.compile("\\$\\{?([A-Z_]{2,})")
                .matcher(RUNBOOK)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).contains("KEY", "VAULT");
        assertThat(set).containsAll(used);
    }

    /** By default, kubectl shows ten lines of each pod where pods are selected, and refuses more than five pods. */
    @Test
    void logsOfSelectedPodsAreWhole() {
        List<String> commands = Pattern.compile("kubectl [^`\\n]*\\blogs -l [^`]*")
                .matcher(RUNBOOK)
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(commands).isNotEmpty().allSatisfy(command -> assertThat(command)
                .contains(" --tail ", " --max-log-requests "));
    }

    /** What docs/reprocessing.md has an operator write into the overlay, over that of production. */
    @Test
    void aSwitchReachesAllThatAskForTheGeneration() throws IOException {
        List<String> entries = Pattern.compile("(?ms)^ *```yaml\\n(.*?)^ *```")
                .matcher(read(Path.of("../docs/reprocessing.md")))
                .results()
                .map(block -> block.group(1).stripTrailing().stripIndent().indent(2))
                .toList();
        Path folder = Files.createDirectories(Path.of("target/switched"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                namespace: goldstream
                resources:
                  - ../../overlays/aks-production
                configMapGenerator:
                %spatches:
                %s""".formatted(
                        only(entries, "- name: gateway\n    behavior: merge"), only(entries, "kind: ScaledObject")));
        Tools.Run run = Tools.run(List.of("kubectl", "kustomize", folder.toString()));
        assertThat(run.exit()).as(run.output()).isZero();
        Overlay switched = new Overlay("switched", Overlay.parse(run.output()));

        for (Manifest reader : List.of(
                switched.get("Deployment", "gateway-edge"),
                switched.get("StatefulSet", "gateway-refinery"),
                switched.get("Job", "apply-sql"),
                switched.get("CronJob", "check"))) {
            assertThat(Manifest.elements(reader.containers().getFirst().path("envFrom"))
                            .map(from -> from.at("/configMapRef/name").asText())
                            .map(map -> switched.get("ConfigMap", map)
                                    .at("/data/GOLDSTREAM_GENERATION")
                                    .asText()))
                    .as(reader.id())
                    .contains("2");
        }
        assertThat(switched.get("ScaledObject", "gateway-refinery")
                        .at("/spec/triggers/0/metadata/consumerGroup")
                        .asText())
                .isEqualTo("goldstream-refinery_g2");
        assertThat(switched.get("KafkaUser", "keda").all("/spec/authorization/acls"))
                .filteredOn(acl -> acl.at("/resource/type").asText().equals("group"))
                .extracting(acl -> acl.at("/resource/name").asText())
                .containsExactly("goldstream-refinery_g2");
    }

    private static String only(List<String> blocks, String text) {
        return blocks.stream().filter(block -> block.contains(text)).findFirst().orElseThrow();
    }

    @Test
    void theAccountOfTheJobsOwnsTheLakeInEveryOverlay() {
        assertThat(Overlay.all()).allSatisfy(overlay -> assertThat(overlay.of("ConfigMap")
                        .filter(map -> map.name().startsWith("trino-groups"))
                        .map(map -> map.at("/data/groups.txt").asText()))
                .singleElement()
                .asString()
                .contains("lake_owner:goldstream"));
    }

    @Test
    void everyImageIsBuiltFromAFolderThatIsThere() {
        List<Path> folders = Pattern.compile("\\$\\(image [a-z]+ (?:--file (\\S+) )?(\\S+)\\)")
                .matcher(RUNBOOK)
                .results()
                .map(line ->
                        Path.of("..").resolve(line.group(1) == null ? line.group(2) + "/Dockerfile" : line.group(1)))
                .toList();

        assertThat(folders).hasSize(4).allSatisfy(file -> assertThat(file).exists());
    }

    /** The user as whom a worker tells itself to end. */
    @Test
    void aWorkerMayEndItself() {
        String command = Overlay.render(Overlay.PRODUCTION)
                .get("Deployment", "trino-worker")
                .pod()
                .at("/spec/containers/0/lifecycle/preStop/exec/command/2")
                .asText();
        MatchResult user = Pattern.compile("X-Trino-User: (\\w+)")
                .matcher(command)
                .results()
                .findFirst()
                .orElseThrow();

        assertThat(mayAskOfTheSystem(user.group(1))).contains("write");
    }

    /** What the sinks have not published yet is no fault of the lake. */
    @Test
    void theCheckWaitsForTheSinks() {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        Duration age = age(overlay, "GOLDSTREAM_SINK_MAX_AGE_RAW");
        Duration ofEvents = age(overlay, "GOLDSTREAM_SINK_MAX_AGE");
        Manifest check = overlay.get("CronJob", "check");
        Duration patience = Manifest.elements(check.containers().getFirst().path("args"))
                .map(JsonNode::asText)
                .filter(argument -> argument.startsWith("--patience="))
                .map(argument -> Duration.parse("PT" + argument.substring("--patience=".length())))
                .findFirst()
                .orElseThrow();
        long tries = 1 + check.at("/spec/jobTemplate/spec/backoffLimit").asLong();

        assertThat(ofEvents).isLessThanOrEqualTo(Duration.ofSeconds(30)).isLessThan(age);
        assertThat(RUNBOOK)
                .containsIgnoringWhitespaces(
                        "the sinks publish files of bronze and silver every " + ofEvents.toSeconds()
                                + " seconds, and files of raw and quarantine every " + age.toMinutes() + " minutes");
        assertThat(patience).isGreaterThanOrEqualTo(age.multipliedBy(2));
        assertThat(patience.multipliedBy(tries))
                .isLessThan(Duration.ofSeconds(
                        check.at("/spec/jobTemplate/spec/activeDeadlineSeconds").asLong()));
    }

    private static Duration age(Overlay overlay, String variable) {
        return overlay.get("KafkaConnect", "goldstream")
                .all("/spec/template/connectContainer/env")
                .filter(each -> each.path("name").asText().equals(variable))
                .map(each -> Duration.parse(each.path("value").asText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void issuerAndClassAreThoseOfTheRoute() {
        List<Manifest> written = written();
        Manifest gateway = Overlay.render(Overlay.PRODUCTION).get("Gateway", "goldstream");

        assertThat(written)
                .extracting(Manifest::id)
                .contains(
                        "ClusterIssuer/"
                                + gateway.at("/metadata/annotations/cert-manager.io~1cluster-issuer")
                                        .asText(),
                        "GatewayClass/" + gateway.at("/spec/gatewayClassName").asText());
    }

    /** What the runbook's commands write or apply by themselves. */
    private static List<Manifest> written() {
        return Pattern.compile("(?s)<<EOF\n(.+?)\n *EOF")
                .matcher(RUNBOOK)
                .results()
                .flatMap(block -> Overlay.parse(block.group(1).stripIndent()).stream())
                .toList();
    }

    /** Raw is made into bronze and quarantine: a check that counts all three needs all three. */
    @Test
    void whatIsReconciledIsKeptAsLong() throws IOException {
        JsonNode rules =
                Overlay.YAML.readTree(read(Path.of("azure/life-cycle.json"))).path("rules");
        Set<Integer> days = Manifest.elements(rules)
                .filter(rule -> Stream.of(Layer.RAW, Layer.BRONZE, Layer.QUARANTINE)
                        .anyMatch(layer -> rule.at("/definition/filters/prefixMatch/0")
                                .asText()
                                .startsWith(layer.id() + "/")))
                .map(rule -> rule.at("/definition/actions/baseBlob/delete/daysAfterModificationGreaterThan")
                        .asInt())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(days).hasSize(1);
    }

    @Test
    void theAlertCountsEverySink() {
        assertThat(Metrics.expressions(Overlay.render(Overlay.PRODUCTION)))
                .anyMatch(expression -> expression.contains(") < " + Layer.values().length)
                        && expression.contains("kafka_connect_tasks_running"));
    }

    private static List<String> mayAskOfTheSystem(String user) {
        try {
            return Manifest.elements(Overlay.YAML
                            .readTree(read(Path.of("../trino/etc/rules.json")))
                            .path("system_information"))
                    .filter(rule -> rule.path("user").asText().equals(user))
                    .findFirst()
                    .stream()
                    .flatMap(rule -> Manifest.elements(rule.path("allow")))
                    .map(JsonNode::asText)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Requests of all that is in one zone, where pods spread evenly and what is left over meets there. */
    private static BigDecimal zone(Overlay overlay, String resource) {
        Stream<BigDecimal> ours = overlay.workloads()
                .filter(workload -> !workload.kind().endsWith("Job"))
                .map(workload -> share(
                        WiringRules.pods(overlay, workload),
                        workload.containers().stream()
                                .map(container -> amount(container.path("resources"), resource))
                                .max(Comparator.naturalOrder())
                                .orElseThrow()));
        Stream<BigDecimal> strimzis = Stream.of("KafkaNodePool", "KafkaConnect")
                .flatMap(overlay::of)
                .map(manifest ->
                        share(manifest.at("/spec/replicas").asInt(), amount(manifest.at("/spec/resources"), resource)));
        Stream<BigDecimal> operators = Stream.of("topicOperator", "userOperator")
                .map(operator -> amount(
                        overlay.get("Kafka", "goldstream").at("/spec/entityOperator/" + operator + "/resources"),
                        resource));
        return Stream.of(ours, strimzis, operators)
                .flatMap(amounts -> amounts)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal share(int pods, BigDecimal each) {
        return each.multiply(BigDecimal.valueOf(Math.ceilDiv(pods, ZONES)));
    }

    private static BigDecimal amount(JsonNode resources, String resource) {
        return Quantity.getAmountInBytes(
                new Quantity(resources.path("requests").path(resource).asText()));
    }

    private static MatchResult found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(RUNBOOK)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no page has " + pattern));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
