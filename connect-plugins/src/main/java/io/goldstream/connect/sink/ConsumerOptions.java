package io.goldstream.connect.sink;

import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.events.kafka.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Options of the connector's consumer that what the sink promises rests on. The worker's properties may set them, too, which
 * neither a connector nor a task can see; what the connector's own configuration says comes before them.
 */
final class ConsumerOptions {

    private static final String OFFSET_RESET = "consumer.override.auto.offset.reset";
    private static final String ISOLATION = "consumer.override." + ClientSettings.ISOLATION;

    /** With none, the consumer fails where an offset is gone, and so the task. */
    private static final Set<String> PASSES_OVER_NOTHING = Set.of("earliest", "none");

    private ConsumerOptions() {}

    /** @param values see {@link SinkOptions#conflicts} */
    static Map<String, String> conflicts(Function<String, Object> values) {
        Object reset = values.apply(OFFSET_RESET);
        boolean skips = values.apply(SinkOptions.START_FROM) instanceof String start
                && Validators.constant(Start.From.class, start) == Start.From.EARLIEST
                && reset != null
                && !PASSES_OVER_NOTHING.contains(reset);
        return skips
                ? Map.of(
                        SinkOptions.START_FROM,
                        "does not fit " + OFFSET_RESET + "=" + reset
                                + ", which skips records if the oldest ones are no longer in Kafka: set it to"
                                + " earliest, or set start.from=group")
                : Map.of();
    }

    static Start start(SinkOptions options) {
        return new Start(
                Validators.constant(Start.From.class, options.getString(SinkOptions.START_FROM)),
                PASSES_OVER_NOTHING.contains(String.valueOf(options.originals().get(OFFSET_RESET))),
                !options.isTolerant()
                        && String.valueOf(options.originals().getOrDefault("transforms", ""))
                                .isBlank());
    }

    /** What to tell an operator whose configuration leaves a promise to the worker's properties. */
    static List<String> warnings(SinkOptions options) {
        List<String> warnings = new ArrayList<>();
        if (!start(options).gapsAreGone() && start(options).from() == Start.From.EARLIEST) {
            warnings.add("The configuration does not set " + OFFSET_RESET
                    + "=earliest. If Kafka no longer has an offset, the worker's properties decide where the consumer"
                    + " continues, and it may skip records that Kafka still has. Then this task "
                    + (start(options).allCome()
                            ? "fails"
                            : "only logs a warning, because a transformation or errors.tolerance may have"
                                    + " dropped the records"));
        }
        if (!ClientSettings.READ_COMMITTED.equals(options.originals().get(ISOLATION))) {
            warnings.add("The configuration does not set " + ISOLATION
                    + "=" + ClientSettings.READ_COMMITTED + ". Unless the worker's properties set it,"
                    + " records of aborted transactions are landed, too");
        }
        return warnings;
    }
}
