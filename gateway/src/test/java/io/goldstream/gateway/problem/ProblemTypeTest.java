package io.goldstream.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(/problems/[a-z-]+)` \\| (\\d{3}) \\| ([^|]+) \\| [^|]+ \\|$");

    @Test
    void theProtocolsDocumentListsEveryTypeAsItIs() throws IOException {
        List<List<String>> documented = ROW.matcher(Files.readString(Path.of("../docs/gateway.md")))
                .results()
                .map(row -> List.of(row.group(1), row.group(2), row.group(3)))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Stream.of(ProblemType.values())
                        .map(type -> List.of(type.uri(), Integer.toString(type.status()), type.title()))
                        .toList());
    }
}
