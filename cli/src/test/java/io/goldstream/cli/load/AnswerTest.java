package io.goldstream.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static final Pattern PROBLEM =
            Pattern.compile("(?m)^\\| `(/problems/[a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| ([^|]+) \\|$");

    /** What the protocol's document tells clients to do, this one does. */
    @Test
    void everyDocumentedProblemIsTakenAsItShouldBe() throws IOException {
        List<MatchResult> problems = PROBLEM.matcher(Files.readString(Path.of("../docs/gateway.md")))
                .results()
                .toList();

        assertThat(problems).hasSizeGreaterThan(10);
        for (MatchResult problem : problems) {
            Answer answer = Answer.of(response(Integer.parseInt(problem.group(2))));

            assertThat(answer)
                    .as(problem.group(1))
                    .isInstanceOf(
                            problem.group(3).startsWith("send it again")
                                    ? Answer.Later.class
                                    : problem.group(3).startsWith("send fewer")
                                            ? Answer.TooLarge.class
                                            : Answer.Refused.class);
        }
    }

    @SuppressWarnings("unchecked")
    private static HttpResponse<String> response(int status) {
        return (HttpResponse<String>) Proxy.newProxyInstance(
                AnswerTest.class.getClassLoader(),
                new Class<?>[] {HttpResponse.class},
                (_, method, _) -> switch (method.getName()) {
                    case "statusCode" -> status;
                    case "body" -> "{}";
                    case "headers" -> HttpHeaders.of(Map.of(), (_, _) -> true);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
