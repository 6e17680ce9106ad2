package io.goldstream.events;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.repair.Repair;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/events.md says what the contract says. {@code -Dgolden.update=true} writes it anew, as {@code .ci/documents} does. */
class EventsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern REPAIR =
            Pattern.compile("/\\*\\* ((?:(?!\\*/).)*) \\*/\\s+([A-Z_]+)[,;]", Pattern.DOTALL);
    private static final Pattern RULE_OF_THE_WHOLE = Pattern.compile("\"(event\\.[a-z_.]+)\"");

    /** Silver's own columns, by the section that lists them; those that stand in no section are in every table. */
    private static final Set<String> OF_SONGS = Set.of("song_key", "artist_key");

    private static final Set<String> OF_CHANGES = Set.of("from_level", "to_level", "change_type");

    @Test
    void theDocumentIsGeneratedFromTheContract() throws IOException {
        Map<String, String> parts = parts();
        String generated = PLACEHOLDER
                .matcher(Files.readString(Path.of("src/test/resources/events.md")))
                .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).as("run .ci/documents").isEqualTo(generated);
    }

    @ParameterizedTest
    @EnumSource
    void theExamplesAreValid(EventType type) {
        for (String example : examples(type)) {
            assertThat(new EventReader().read(type, example.getBytes(StandardCharsets.UTF_8), Lines.RECEIVED_AT))
                    .as(example)
                    .isInstanceOf(Reading.Valid.class);
        }
    }

    @Test
    void everyRuleOfTheWholeEventIsListed() throws IOException {
        Set<String> rules = new TreeSet<>();
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("src/main")), Files.walk(Path.of("../gateway/src/main")))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                RULE_OF_THE_WHOLE.matcher(Files.readString(file)).results().forEach(rule -> rules.add(rule.group(1)));
            }
        }
        assertThat(rules).hasSizeGreaterThan(3);
        for (String fault : List.of("encoding", "syntax", "object", "duplicate_field", "limits")) {
            rules.add("event." + fault);
        }

        Set<String> listed = Pattern.compile("(?m)^\\| `(event\\.[a-z_.]+)` \\|")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(rules);
    }

    private static Map<String, String> parts() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "types",
                rows(List.of(EventType.values()), type -> "| [`%s`](#%s) | `raw.%s` | `bronze.%s` | `silver.%s` |"
                        .formatted(type.id(), type.id(), type.sourceTable(), type.sourceTable(), type.silverTable())));
        parts.put("common", fields(EventType.LISTEN, common(), Set.of(Field.USER_ID)));
        parts.put("first", FirstDate.TEXT);
        parts.put(
                "sections",
                Stream.of(EventType.values()).map(EventsDocumentTest::section).collect(joining()));
        parts.put("depth", String.valueOf(EventReader.MAX_DEPTH));
        parts.put("tokens", "%,d".formatted(EventReader.MAX_TOKENS));
        parts.put("digits", "%,d".formatted(EventReader.MAX_NUMBER_LENGTH));
        parts.put("length", "%,d".formatted(EventReader.MAX_NAME_LENGTH));
        parts.put("repairs", repairs());
        Table bronze = Tables.of(Layer.BRONZE, EventType.LISTEN);
        parts.put("bronze", columns(without(bronze, fieldColumns())));
        Table changes = Tables.of(Layer.SILVER, EventType.STATUS_CHANGE);
        Table listens = Tables.of(Layer.SILVER, EventType.LISTEN);
        Set<String> special = new TreeSet<>(fieldColumns());
        special.addAll(OF_SONGS);
        special.addAll(OF_CHANGES);
        parts.put("silver", columns(without(listens, special)));
        parts.put("songs", columns(named(listens, OF_SONGS)));
        parts.put("changes", columns(named(changes, OF_CHANGES)));
        parts.put("eventDate", bronze.partitioning().comment());
        Table quarantine = Tables.of(Layer.QUARANTINE).get(0);
        parts.put("quarantineComment", quarantine.comment());
        parts.put("ingestDate", quarantine.partitioning().comment());
        parts.put("quarantine", columns(quarantine.landedColumns()));
        parts.put("raw", columns(Tables.of(Layer.RAW, EventType.LISTEN).landedColumns()));
        return parts;
    }

    private static List<Field> common() {
        return Stream.of(Field.values())
                .filter(field -> Stream.of(EventType.values())
                        .allMatch(type -> type.fields().contains(field)))
                .toList();
    }

    private static String section(EventType type) {
        List<Field> own = new ArrayList<>(type.fields());
        own.removeAll(common());
        String user = Rules.of(type).all().stream()
                .filter(rule ->
                        rule.field() == Field.USER_ID && rule.violation().rule().endsWith(".required"))
                .map(rule -> "`userId`: " + rule.violation().message() + " (`"
                        + rule.violation().rule() + "`).")
                .collect(joining());
        return """
                ## %s

                %s

                %s

                %s

                """.formatted(
                type.id(),
                user,
                fields(type, own, Set.of()),
                examples(type).stream()
                        .map(example -> "```json\n"
                                + example.replaceAll("(?<=[,}]) ?(?=\"(?:city|userId|artist|firstName|auth)\")", "\n ")
                                + "\n```")
                        .collect(joining("\n\nThe same with ids as texts, so its `duration` is in milliseconds:\n\n")));
    }

    /** A line of eventsim's; with a duration, the other dialect's, too. */
    private static List<String> examples(EventType type) {
        String eventsim = Lines.eventsim(type).strip();
        return type == EventType.LISTEN
                ? List.of(
                        eventsim,
                        new String(
                                Lines.with(
                                        type,
                                        "{\"sessionId\": \"s-3067\", \"userId\": \"u-1354\", \"duration\": 164571}"),
                                StandardCharsets.UTF_8))
                : List.of(eventsim);
    }

    private static String fields(EventType type, List<Field> fields, Set<Field> byType) {
        Rules rules = Rules.of(type);
        Set<String> silver = Tables.of(Layer.SILVER, type).columns().stream()
                .map(Column::name)
                .collect(Collectors.toSet());
        return "| field | JSON | rules | bronze column | meaning |\n|---|---|---|---|---|\n"
                + rows(fields, field -> "| `%s` | %s | %s | `%s`, %s%s | %s |"
                        .formatted(
                                field.jsonName(),
                                field.kind().expectation(),
                                rules.all().stream()
                                        .filter(rule -> rule.field() == field)
                                        .filter(rule -> !byType.contains(field)
                                                || !rule.violation().rule().endsWith(".required"))
                                        .map(rule -> "`" + suffix(rule) + "`: "
                                                + rule.violation().message())
                                        .distinct()
                                        .collect(joining("; ")),
                                field.column(),
                                sql(field.kind().type()),
                                silver.contains(field.column()) ? "" : "; not in silver",
                                field.comment()));
    }

    private static String suffix(Rules.Rule rule) {
        String name = rule.violation().rule();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Set<String> fieldColumns() {
        return Stream.of(Field.values()).map(Field::column).collect(Collectors.toSet());
    }

    private static List<Column> without(Table table, Set<String> names) {
        return table.landedColumns().stream()
                .filter(column -> !names.contains(column.name()))
                .toList();
    }

    private static List<Column> named(Table table, Set<String> names) {
        return table.columns().stream()
                .filter(column -> names.contains(column.name()))
                .toList();
    }

    private static String columns(List<Column> columns) {
        assertThat(columns).isNotEmpty();
        return "| column | type | null | meaning |\n|---|---|---|---|\n"
                + rows(columns, column -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                column.name(), sql(column.type()), column.required() ? "no" : "yes", column.comment()));
    }

    private static String sql(ColumnType type) {
        if (type instanceof ColumnType.Rows rows) {
            return "`array` of rows: "
                    + rows.columns().stream()
                            .map(column -> "`" + column.name() + "` " + sql(column.type()))
                            .collect(joining(", "));
        }
        return switch ((Scalar) type) {
            case STRING -> "`varchar`";
            case INTEGER -> "`integer`";
            case LONG -> "`bigint`";
            case DOUBLE -> "`double`";
            case BOOLEAN -> "`boolean`";
            case TIMESTAMP_MILLIS -> "`timestamp(3)`";
            case BYTES -> "`varbinary`";
        };
    }

    /** The Javadoc of each repair. */
    private static String repairs() throws IOException {
        Map<String, String> sentences = REPAIR.matcher(
                        Files.readString(Path.of("src/main/java/io/goldstream/events/repair/Repair.java")))
                .results()
                .collect(Collectors.toMap(repair -> repair.group(2).toLowerCase(Locale.ROOT), repair -> repair.group(1)
                        .replaceAll("\\s+\\*? ?", " ")
                        .replaceAll("\\{@code ([^}]*)}", "`$1`")));
        return rows(
                List.of(Repair.values()), repair -> "| `%s` | %s |".formatted(repair.id(), sentences.get(repair.id())));
    }

    private static <T> String rows(List<T> items, Function<T, String> row) {
        return items.stream().map(row).collect(joining("\n"));
    }
}
