package io.goldstream.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {

    @Test
    void aFileHoldsOneKeyForItsOwnerAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("operator.key");
        OperatorKey key = OperatorKey.in(file);
        assertThat(key.secret()).matches("gso_[\\w-]{43}");
        assertThat(OperatorKey.in(file)).isEqualTo(key);
        assertThat(OperatorKey.random()).isNotEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(key.sha256()).matches("[0-9a-f]{64}");
    }
}
