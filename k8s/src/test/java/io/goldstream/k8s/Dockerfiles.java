package io.goldstream.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each image that we build has to say of itself. */
final class Dockerfiles {

    private static final Set<String> LABELS = Set.of(
            "org.opencontainers.image.title",
            "org.opencontainers.image.description",
            "org.opencontainers.image.licenses");
    private static final Pattern LABEL = Pattern.compile("([\\w.-]+)=\"[^\"]+\"");

    private Dockerfiles() {}

    /**
     * What is wrong with an image by its Dockerfile's text: only the last stage becomes the image. A user that is a name would
     * be unknown to the kubelet, which lets nobody in by name where {@code runAsNonRoot} is asked for.
     */
    static List<String> mistakes(String dockerfile) {
        List<String> last = lastStage(dockerfile);
        List<String> mistakes = new ArrayList<>();
        Set<String> missing = new TreeSet<>(LABELS);
        last.stream()
                .filter(line -> line.startsWith("LABEL "))
                .flatMap(line -> LABEL.matcher(line).results())
                .forEach(label -> missing.remove(label.group(1)));
        if (!missing.isEmpty()) {
            mistakes.add("lacks the labels " + missing);
        }
        String user = last.stream()
                .filter(line -> line.startsWith("USER "))
                .map(line -> line.substring("USER ".length()).strip())
                .reduce("", (first, next) -> next);
        if (!user.matches("[1-9]\\d*(:\\d+)?")) {
            mistakes.add("its user is \"" + user + "\", not a number other than root's");
        }
        return mistakes;
    }

    /** The last stage's instructions, each on one line. */
    private static List<String> lastStage(String dockerfile) {
        List<String> lines = dockerfile
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .reduce("", (text, line) -> text + line + "\n")
                .replaceAll(Matcher.quoteReplacement("\\") + "\n\\s*", " ")
                .lines()
                .map(String::strip)
                .toList();
        int from = 0;
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith("FROM ")) {
                from = line;
            }
        }
        return lines.subList(from, lines.size());
    }
}
