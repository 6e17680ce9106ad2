package io.goldstream.gateway.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * The file of write keys, as it is now. It is read again and again, for a mounted secret changes by a symbolic link: what
 * counts is the content. A file that cannot be used leaves the keys as they were, and says so.
 */
final class WriteKeyFile {

    private static final Logger LOG = Logger.getLogger(WriteKeyFile.class);

    private final Path file;
    private byte[] content;
    private byte[] refused = {};
    private volatile WriteKeys keys;
    private volatile boolean stale;

    /** @throws IllegalArgumentException if the file cannot be used: names it and the reason */
    WriteKeyFile(Path file) {
        this.file = file;
        try {
            content = Files.readAllBytes(file);
            keys = WriteKeys.of(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("goldstream.auth.write-keys: " + file + " cannot be used: " + reason(e));
        }
        LOG.infof("loaded %d write keys from %s", keys.size(), file);
    }

    WriteKeys keys() {
        return keys;
    }

    /** Whether the file now is not the one whose keys are used. */
    boolean isStale() {
        return stale;
    }

    /** Takes the file's keys if it has changed. */
    void reload() {
        byte[] now = {};
        try {
            now = Files.readAllBytes(file);
            if (!Arrays.equals(now, content)) {
                keys = WriteKeys.of(now);
                content = now;
                LOG.infof("loaded %d write keys from %s, which has changed", keys.size(), file);
            }
            stale = false;
            refused = new byte[0];
        } catch (IOException | IllegalArgumentException e) {
            if (!stale || !Arrays.equals(now, refused)) {
                LOG.errorf("%s cannot be used; the %d old keys stay valid: %s", file, keys.size(), reason(e));
            }
            stale = true;
            refused = now;
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof NoSuchFileException ? "the file does not exist" : failure.getMessage();
    }
}
