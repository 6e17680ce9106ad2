package io.goldstream.cli.key;

import io.goldstream.events.protocol.EdgeProtocol;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The key of an installation's operators: 256 random bits behind a prefix by which a leaked one can be found.
 *
 * @param secret what they show; the gateway is given the hash
 */
public record OperatorKey(String secret) {

    public static OperatorKey random() {
        return new OperatorKey(Secrets.random(EdgeProtocol.OPERATOR_KEY_PREFIX));
    }

    /** The one that a file holds; the file is made, for its owner alone, where there is none. */
    public static OperatorKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "operator", ".new"); // 0600
            Files.writeString(made, random().secret() + "\n");
            try {
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException another) {
                // Another start has made one meanwhile: that is the key.
            } finally {
                Files.delete(made);
            }
        }
        return new OperatorKey(Files.readString(file).strip());
    }

    /** What the gateway knows it by: lower-case hexadecimal digits. */
    public String sha256() {
        return Secrets.sha256(secret);
    }
}
