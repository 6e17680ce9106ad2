package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request's query says. A name or a value that is not known is refused: to pass over it would be to do what was not asked. */
public final class QueryOptions {

    private static final Map<String, Boolean> SWITCH = Map.of("true", true, "false", false);

    private QueryOptions() {}

    /** @throws io.goldstream.gateway.problem.ProblemException if one is not known, or is there twice */
    public static void check(MultiMap query, Set<String> known) {
        for (String name : query.names()) {
            if (!known.contains(name)) {
                throw ProblemType.UNREADABLE_OPTION.with("The parameter " + name + " is not known here. "
                        + (known.isEmpty()
                                ? "This path has no parameters."
                                : "Known are "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()) + "."));
            }
            if (query.getAll(name).size() > 1) {
                throw ProblemType.UNREADABLE_OPTION.with(
                        "The parameter " + name + " is given more than once. Give it once.");
            }
        }
    }

    /**
     * Parameters within a path ({@code /listen;dryRun=true}) are passed over by the framework.
     *
     * @param path as it was sent
     * @throws io.goldstream.gateway.problem.ProblemException if it has one
     */
    static void checkPath(String path) {
        if (path.indexOf(';') >= 0) {
            throw ProblemType.UNREADABLE_OPTION.with(
                    "The path has a parameter after a semicolon. Write parameters after a question mark.");
        }
    }

    /** An option that is on or off, and off where it is not there. */
    public static boolean isOn(MultiMap query, String name) {
        List<String> values = query.getAll(name);
        Boolean isOn = values.isEmpty() ? Boolean.FALSE : SWITCH.get(values.getFirst());
        if (isOn == null) {
            throw ProblemType.UNREADABLE_OPTION.with(name + " is true or false.");
        }
        return isOn;
    }
}
