package io.goldstream.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Management;
import io.goldstream.events.protocol.EdgeProtocol;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code goldstream replay}. */
@Command(
        name = "replay",
        description = "Send quarantined events again if today's rules accept them, with the same bytes and id.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "An event is sent only once, even if you replay again. Events that are still invalid stay in quarantine.",
            "So do duplicates, because their event is in the lake already.",
            "",
            "For the local stack, the operator key is in its home. For another gateway, set it in",
            "GOLDSTREAM_OPERATOR_KEY or in a profile."
        })
public final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private GatewayOption gateway;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only invalid, malformed or unread events.")
    private String kind;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only events of this type, such as listen.")
    private String type;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "Only events that broke this rule, such as listen.duration.positive.")
    private String rule;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only events received at this time or later: an ISO 8601 instant.")
    private String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only events received before this time: an ISO 8601 instant.")
    private String until;

    @Option(names = "--limit", paramLabel = "N", description = "The most events to send. Default: all.")
    private Long limit;

    @Option(names = "--dry-run", description = "Only count what would be sent.")
    private boolean isDryRun;

    @Override
    public Integer call() throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "kind", kind);
        put(parameters, "type", type);
        put(parameters, "rule", rule);
        put(parameters, "since", since);
        put(parameters, "until", until);
        put(parameters, "limit", limit);
        if (isDryRun) {
            parameters.put("dryRun", "true");
        }
        Management management = GatewayOption.management(profile.place());
        long before = -1;
        long sent = 0;
        long left;
        JsonNode report;
        do {
            report = answer(management.post(EdgeProtocol.REPLAY, parameters));
            before = before < 0 ? report.get("before").asLong() : before;
            sent += report.get("replayed").asLong();
            left = report.get("left").asLong();
            if (isDryRun && limit == null) {
                // Beyond what the gateway sends at once: the requests that follow would send it.
                sent += left;
                left = 0;
            }
        } while (limit == null && left > 0);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s %,d events; %,d were sent before, %,d are still invalid, %,d are left%n",
                        isDryRun ? "would send" : "sent",
                        sent,
                        before,
                        report.get("unmended").asLong(),
                        left);
        return 0;
    }

    private static void put(Map<String, String> parameters, String name, Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    private static JsonNode answer(HttpResponse<String> response) throws Exception {
        JsonNode body = new ObjectMapper().readTree(response.body());
        if (response.statusCode() != 200) {
            throw new CommandFailure(body.path("title").asText("the gateway answered " + response.statusCode()) + ": "
                    + body.path("detail").asText());
        }
        return body;
    }
}
