package io.goldstream.local.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trino.spi.Plugin;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.BasicPrincipal;
import io.trino.spi.security.GroupProvider;
import io.trino.spi.security.GroupProviderFactory;
import io.trino.spi.security.PasswordAuthenticator;
import io.trino.spi.security.PasswordAuthenticatorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Runs inside the tests' Trino in place of its {@code password-authenticators} plugin, which is in Trino's image, but in no
 * Maven repository: the same names, properties and file formats (of hashes only {@code iterations:salt:hash}, which is
 * PBKDF2), so that the server, TLS and the configuration are the real ones. {@code -Dtrino.password.plugin=FOLDER} runs
 * the tests with Trino's own instead.
 */
public final class FileAccounts implements Plugin {

    private static final int BITS_A_BYTE = 8;

    @Override
    public Iterable<PasswordAuthenticatorFactory> getPasswordAuthenticatorFactories() {
        return List.of(new PasswordAuthenticatorFactory() {
            @Override
            public String getName() {
                return "file";
            }

            @Override
            public PasswordAuthenticator create(Map<String, String> config) {
                Path passwords = Path.of(config.get("file.password-file"));
                return (user, password) -> authenticate(passwords, user, password);
            }
        });
    }

    @Override
    public Iterable<GroupProviderFactory> getGroupProviderFactories() {
        return List.of(new GroupProviderFactory() {
            @Override
            public String getName() {
                return "file";
            }

            @Override
            public GroupProvider create(Map<String, String> config) {
                Path groups = Path.of(config.get("file.group-file"));
                return user -> groups(groups, user);
            }
        });
    }

    /** A line of the password file. */
    static String account(String user, String password) {
        byte[] salt = user.getBytes(UTF_8);
        int iterations = 1_000;
        HexFormat hex = HexFormat.of();
        return "%s:%d:%s:%s"
                .formatted(user, iterations, hex.formatHex(salt), hex.formatHex(hash(password, iterations, salt, 32)));
    }

    private static Principal authenticate(Path passwords, String user, String password) {
        for (String line : lines(passwords)) {
            String[] parts = line.split(":");
            if (parts[0].equals(user)) {
                HexFormat hex = HexFormat.of();
                byte[] expected = hex.parseHex(parts[3]);
                byte[] given = hash(password, Integer.parseInt(parts[1]), hex.parseHex(parts[2]), expected.length);
                if (MessageDigest.isEqual(expected, given)) {
                    return new BasicPrincipal(user);
                }
            }
        }
        throw new AccessDeniedException("Invalid credentials");
    }

    private static Set<String> groups(Path groups, String user) {
        return lines(groups).stream()
                .map(line -> line.split(":"))
                .filter(parts -> List.of(parts[1].split(",")).contains(user))
                .map(parts -> parts[0])
                .collect(Collectors.toSet());
    }

    private static byte[] hash(String password, int iterations, byte[] salt, int length) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, length * BITS_A_BYTE))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
