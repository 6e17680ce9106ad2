package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may say beside its events: understood in every spelling that the standards allow, or refused. */
class OptionsTest {

    private static final Set<String> KNOWN = Set.of("dryRun");

    @Test
    void aSwitchIsOnOffOrAbsent() {
        assertThat(isOn("dryRun", "true")).isTrue();
        assertThat(isOn("dryRun", "false")).isFalse();
        assertThat(QueryOptions.isOn(MultiMap.caseInsensitiveMultiMap(), "dryRun"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "yes", "on", "", "True", "TRUE", " true", "truee", "null"})
    void anotherValueOfASwitchIsRefused(String value) {
        refuses(ProblemType.UNREADABLE_OPTION, () -> isOn("dryRun", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryrun", "DryRun", "dry_run", "dry-run", "dry", "strict", "handling", ""})
    void aParameterThatIsNotKnownIsRefused(String name) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add(name, "true");
        refuses(ProblemType.UNREADABLE_OPTION, () -> QueryOptions.check(query, KNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/events/listen;dryRun=true", "/v1/events;key=x", "/v1/events/listen;", "/v1;x/events/listen"
            })
    void aParameterWithinThePathIsRefused(String path) {
        refuses(ProblemType.UNREADABLE_OPTION, () -> QueryOptions.checkPath(path));
    }

    @Test
    void aParameterStandsThereOnce() {
        MultiMap query =
                MultiMap.caseInsensitiveMultiMap().add("dryRun", "true").add("dryRun", "false");
        refuses(ProblemType.UNREADABLE_OPTION, () -> QueryOptions.check(query, KNOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "handling=strict | true",
                "Handling=Strict | true",
                "handling=\"strict\" | true",
                "handling = strict | true",
                "respond-async, handling=strict | true",
                "respond-async,, wait=10 ,handling=\"strict\";x=\"a,handling=lenient\" | true",
                "foo=\"a, handling=strict\" | false",
                "foo=\"a\\\", handling=strict\" | false",
                "handling=strict, handling=lenient | true",
                "handling=lenient, handling=strict | false",
                "x; handling=strict | false",
                "respond-async | false",
                "; | false",
                "=, ;;, handling=strict | true",
                "`` | false"
            })
    void aPreferenceIsReadAsRfc7240WritesIt(String header, boolean isStrict) {
        assertThat(Handling.of(List.of(header), false).isStrict()).isEqualTo(isStrict);
        assertThat(Handling.of(List.of("wait=1", header), false).isStrict()).isEqualTo(isStrict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"handling=strikt", "handling", "handling=", "handling=\"\"", "handling=true", "handling='strict'"
            })
    void aHandlingThatIsNotKnownIsRefused(String header) {
        refuses(ProblemType.UNREADABLE_OPTION, () -> Handling.of(List.of(header), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/x-ndjson | application/x-ndjson",
                "application/X-NDJSON | application/x-ndjson",
                "Application/JSON;charset=UTF-8 | application/json",
                "application/json ; Charset=\"utf-8\" ; x=\"charset=utf-16\" | application/json",
                "application/json;charset=us-ascii | application/json",
                "application/x-ndjson; charset=ISO-8859-1 | application/x-ndjson",
                "application/json;profile=\"a;b\" | application/json"
            })
    void aMediaTypeIsReadInAnySpelling(String header, String name) {
        assertThat(ContentType.ofBody(header, List.of("application/json", "application/x-ndjson"))
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=utf-16",
                "application/json; CHARSET=\"UTF-32BE\"",
                "application/json;charset=csUTF16LE",
                "application/json;charset=ISO-10646-UCS-2",
                "application/*",
                "*/*",
                "json",
                "application/json5",
                ""
            })
    void anotherMediaTypeOrCharsetIsRefused(String header) {
        refuses(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                () -> ContentType.ofBody(header, List.of("application/json", "application/x-ndjson")));
    }

    /** Without one, a request that is sent again would count twice. */
    @Test
    void anIdempotencyKeyIsAKeyOrRefused() {
        assertThat(EventIds.idempotencyKey(List.of())).isNull();
        assertThat(EventIds.idempotencyKey(List.of("upload-17"))).isEqualTo("upload-17");
        for (List<String> headers : List.of(List.of(""), List.of(" "), List.of("a", "b"), List.of("a", "a"))) {
            refuses(ProblemType.UNREADABLE_OPTION, () -> EventIds.idempotencyKey(headers));
        }
    }

    private static boolean isOn(String name, String value) {
        return QueryOptions.isOn(MultiMap.caseInsensitiveMultiMap().add(name, value), name);
    }

    private static void refuses(ProblemType type, ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.type())
                .isEqualTo(type));
    }
}
