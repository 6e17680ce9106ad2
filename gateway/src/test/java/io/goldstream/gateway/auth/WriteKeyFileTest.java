package io.goldstream.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteKeyFileTest {

    private static final String WEB = WriteKeys.sha256("gsk_web");
    private static final String APP = WriteKeys.sha256("gsk_app");

    @TempDir
    private Path folder;

    /** As Kubernetes does it: the file is a link into a folder that is a link, and only the latter is changed. */
    @Test
    void aMountedSecretThatIsSwappedIsTaken() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_01"));
        Path second = Files.createDirectory(folder.resolve("..2026_02"));
        Files.writeString(first.resolve("keys.json"), entry(WEB));
        Files.writeString(second.resolve("keys.json"), entry(APP));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Path mounted = Files.createSymbolicLink(folder.resolve("keys.json"), Path.of("..data", "keys.json"));
        WriteKeyFile file = new WriteKeyFile(mounted);
        assertThat(knows(file, "gsk_web")).isTrue();

        Files.move(
                Files.createSymbolicLink(folder.resolve("..new"), second),
                data,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        file.reload();

        assertThat(knows(file, "gsk_web")).isFalse();
        assertThat(knows(file, "gsk_app")).isTrue();
    }

    @Test
    void aBrokenFileLeavesTheKeysAndIsTold() throws IOException {
        Path path = folder.resolve("keys.json");
        Files.writeString(path, entry(WEB));
        WriteKeyFile file = new WriteKeyFile(path);

        Files.writeString(path, "[{]");
        file.reload();
        assertThat(file.isStale()).isTrue();
        assertThat(knows(file, "gsk_web")).isTrue();

        Files.delete(path);
        file.reload();
        assertThat(file.isStale()).isTrue();
        assertThat(knows(file, "gsk_web")).isTrue();

        Files.writeString(path, entry(APP));
        file.reload();
        assertThat(file.isStale()).isFalse();
        assertThat(knows(file, "gsk_app")).isTrue();
    }

    @Test
    void withoutAUsableFileThereIsNoStart() {
        assertThatThrownBy(() -> new WriteKeyFile(folder.resolve("none.json")))
                .hasMessageContaining("goldstream.auth.write-keys")
                .hasMessageContaining("none.json cannot be used: the file does not exist");
    }

    private static boolean knows(WriteKeyFile file, String key) {
        return file.keys().find(key, Instant.now()).isPresent();
    }

    private static String entry(String hash) {
        return "[{\"id\": \"a\", \"source\": \"/a\", \"sha256\": \"" + hash + "\"}]";
    }
}
