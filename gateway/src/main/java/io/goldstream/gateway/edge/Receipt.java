package io.goldstream.gateway.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.protocol.Verdict;
import io.goldstream.events.rules.Violation;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to a request: how many events met which verdict, and each that was not accepted.
 *
 * @param accepted valid and kept
 * @param quarantined not valid, but kept
 * @param rejected not kept
 * @param retry not known to be kept
 * @param rulesVersion the version of the rules that judged
 * @param dryRun true where the request was a dry run: nothing was kept; else it is left out
 * @param events those not accepted, in the order of the request
 */
@Schema(description = "How many events met which verdict, and each that was not accepted")
public record Receipt(
        int accepted,
        int quarantined,
        int rejected,
        int retry,
        @JsonProperty("rules_version") String rulesVersion,

        @JsonProperty("dry_run") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean dryRun,

        List<EventVerdict> events) {

    /**
     * What became of an event that was not accepted.
     *
     * @param index the event's place in the request, from 0
     * @param id the event's id, which a retry sends as {@code eventId} if the event has none; null where none could be told
     * @param verdict quarantined, rejected or retry
     * @param violations the rules that it breaks
     */
    public record EventVerdict(
            int index, @Schema(nullable = true) String id, String verdict, List<Violation> violations) {}

    /** 200 all accepted; 422 none valid; 503 nothing known to be kept; 207 anything between. */
    int status() {
        int total = accepted + quarantined + rejected + retry;
        if (accepted == total) {
            return 200;
        }
        if (retry == total) {
            return 503;
        }
        return accepted == 0 && retry == 0 ? 422 : 207;
    }

    static Receipt of(List<JudgedEvent> judged, boolean isDryRun) {
        int[] counts = new int[Verdict.values().length];
        List<EventVerdict> others = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            JudgedEvent event = judged.get(i);
            counts[event.verdict().ordinal()]++;
            if (event.verdict() != Verdict.ACCEPTED) {
                others.add(new EventVerdict(i, event.id(), event.verdict().id(), event.violations()));
            }
        }
        return new Receipt(
                counts[Verdict.ACCEPTED.ordinal()],
                counts[Verdict.QUARANTINED.ordinal()],
                counts[Verdict.REJECTED.ordinal()],
                counts[Verdict.RETRY.ordinal()],
                Rules.VERSION,
                isDryRun,
                others);
    }
}
