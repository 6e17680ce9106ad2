package io.goldstream.connect.sink.layout;

import io.goldstream.connect.value.Moment;
import io.goldstream.connect.value.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The folder of a record's file, from a template such as {@code {topic:/}/event_date={value.event_time:yyyy-MM-dd}}.
 *
 * <table>
 * <caption>Variables</caption>
 * <tr><td>{@code {topic}}</td><td>the original topic</td></tr>
 * <tr><td>{@code {topic:/}}</td><td>the same with each dot as a slash: {@code bronze.listens} is {@code bronze/listens}</td></tr>
 * <tr><td>{@code {partition}}</td><td>the original partition's number</td></tr>
 * <tr><td>{@code {timestamp:PATTERN}}</td><td>the record's timestamp</td></tr>
 * <tr><td>{@code {event:PATTERN}}</td><td>its event's time, which is the connector's to choose</td></tr>
 * <tr><td>{@code {value.FIELD}}, {@code {key.FIELD}}, {@code {header.NAME}}</td><td>a part of it, with dots for what is
 * nested, as {@link ValueText} has it; null and the empty text are {@code __HIVE_DEFAULT_PARTITION__}</td></tr>
 * <tr><td>{@code {value.FIELD:PATTERN}}, and so on</td><td>the same as a time, see {@link RecordTime}</td></tr>
 * </table>
 *
 * <p>A PATTERN is one of {@link java.time.format.DateTimeFormatter}, of years to minutes. Characters of a field that a
 * path cannot hold are percent-encoded, as Hive does, and so are a {@code _} or a dot that a part of the path would begin
 * with and a dot that it would end with: readers pass over such names, and the sink keeps some of them for itself.
 */
public final class PathTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}:]*)(?::([^{}]*))?}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9_=/.,+@ -]*");
    private static final String KNOWN = "{topic}, {topic:/}, {partition}, {timestamp:PATTERN}, {event:PATTERN},"
            + " {value.FIELD}, {key.FIELD}, {header.NAME}, and these three with :PATTERN";

    /** What file systems allow a name. */
    private static final int MOST_BYTES = 255;

    /** Azure allows a name 1024 characters; this leaves room for the root's folder and the file's own name. */
    private static final int MOST_CHARACTERS = 640;

    /** A topic; or a text of the record, in a part of the path that is no partition in Hive's terms. */
    private static final Pattern APART =
            Pattern.compile("\\{topic(?::/)?}|(?:^|/)(?:[^/={}]|\\{[^{}]*})*?\\{(?:value|key|header)\\.[^{}:]+}");

    private static final String TOPIC = "topic";
    private static final String SAMPLE = "x";

    private final String template;
    private final List<PathPart> parts;
    private final StringBuilder path = new StringBuilder(64);
    private String lastPath = "";
    private String lastFolder = "";

    private PathTemplate(String template, List<PathPart> parts) {
        this.template = template;
        this.parts = List.copyOf(parts);
    }

    /**
     * @param eventTime what {@code {event:PATTERN}} formats; other numbers that are times count what its do
     * @param zone of all times in the path; dates have none
     * @throws IllegalArgumentException if it is no template; the message says what is wrong, and lists what is known.
     */
    public static PathTemplate parse(String template, RecordTime eventTime, ZoneId zone) {
        List<PathPart> parts = new ArrayList<>();
        Map<String, List<String>> patterns = new LinkedHashMap<>();
        StringBuilder sample = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            addLiteral(parts, template.substring(end, matcher.start()), sample);
            if (matcher.group(2) != null) {
                patterns.computeIfAbsent(matcher.group(1), name -> new ArrayList<>())
                        .add(matcher.group(2));
            }
            parts.add(variable(matcher.group(1), matcher.group(2), eventTime, zone, sample));
            end = matcher.end();
        }
        addLiteral(parts, template.substring(end), sample);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the template is empty: write one such as {topic}");
        }
        patterns.remove(TOPIC);
        PatternMistakes.check(patterns);
        checkVisible(sample.toString());
        return new PathTemplate(template, parts);
    }

    /** @param sample the template with something in the place of each variable */
    private static void checkVisible(String sample) {
        for (String part : sample.split("/", -1)) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException(
                        "a template is relative to the lake's root, without empty parts: no / at its ends, no //");
            }
            if (!HiveName.visible(part).equals(part)) {
                throw new IllegalArgumentException("no part of a path may begin with _ or a dot, or end with a dot, as "
                        + part + " does: readers pass over such folders, and the sink keeps some for itself");
            }
        }
    }

    /** The folder for a record, relative to the lake's root: the same object for neighbours that share it. For one thread. */
    public String folder(SinkRecord record) {
        path.setLength(0);
        for (PathPart part : parts) {
            part.append(record, path);
        }
        if (!lastPath.contentEquals(path)) {
            String changed = path.toString();
            String folder = HiveName.visiblePath(changed);
            // No character has more bytes, so that most paths need not be looked at.
            if (folder.length() > MOST_BYTES / 3) {
                checkParts(folder, record);
            }
            lastPath = changed;
            lastFolder = folder;
        }
        return lastFolder;
    }

    /**
     * Whether topics may have folders of their own, by their names or by what their records say. If not, one table has the
     * rows of all topics.
     */
    public boolean keepsTopicsApart() {
        return APART.matcher(template).find();
    }

    private static void checkParts(String path, SinkRecord record) {
        if (path.length() > MOST_CHARACTERS) {
            throw new DataException(
                    "the path of the record " + PathPart.at(record) + " has more than " + MOST_CHARACTERS
                            + " characters: " + path.substring(0, 40) + "... Take a shorter value into path.template");
        }
        for (String part : path.split("/")) {
            if (part.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw new DataException(
                        "the path of the record " + PathPart.at(record) + " has a part of more than " + MOST_BYTES
                                + " bytes: " + part.substring(0, 40) + "... Take a shorter value into path.template");
            }
        }
    }

    @Override
    public String toString() {
        return template;
    }

    private static void addLiteral(List<PathPart> parts, String text, StringBuilder sample) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" cannot stand in a path; for a variable write one of " + KNOWN);
        }
        if (!text.isEmpty()) {
            sample.append(text);
            parts.add((record, path) -> path.append(text));
        }
    }

    private static PathPart variable(
            String name, String argument, RecordTime eventTime, ZoneId zone, StringBuilder sample) {
        Optional<RecordField> field = RecordField.parse(name);
        if (argument != null && (field.isPresent() || name.equals("timestamp") || name.equals("event"))) {
            ZonedPattern pattern = new ZonedPattern(argument, zone);
            sample.append(pattern.format(new Moment(0, false)));
            return time(name.equals("event") ? eventTime : RecordTime.parse(name, eventTime.unit()), pattern);
        }
        sample.append(SAMPLE);
        if (name.equals(TOPIC) && argument == null) {
            return (record, path) -> path.append(record.originalTopic());
        }
        if (name.equals(TOPIC) && argument.equals("/")) {
            return new TopicFolders();
        }
        if (name.equals("partition") && argument == null) {
            return (record, path) -> path.append(record.originalKafkaPartition().intValue());
        }
        if (argument == null && field.isPresent()) {
            return (record, path) -> field.get().append(record, path);
        }
        throw new IllegalArgumentException(
                "no variable {" + name + (argument == null ? "" : ":" + argument) + "}; known are " + KNOWN);
    }

    /** The topic with each dot as a slash, which is the same for record after record. */
    private static final class TopicFolders implements PathPart {
        private String topic = "";
        private String folders = "";

        @Override
        public void append(SinkRecord record, StringBuilder path) {
            if (!topic.equals(record.originalTopic())) {
                topic = record.originalTopic();
                folders = topic.replace('.', '/');
            }
            path.append(folders);
        }
    }

    private static PathPart time(RecordTime time, ZonedPattern pattern) {
        return (record, path) -> {
            Moment moment = time.of(record)
                    .orElseThrow(() ->
                            new DataException("the path needs {" + time.name() + "}, but it is null in the record "
                                    + PathPart.at(record) + ": take a field that is always there"));
            path.append(pattern.format(moment));
        };
    }
}
