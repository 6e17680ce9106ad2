package io.goldstream.cli.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A profile of a file: YAML, a map for each profile, of {@linkplain Setting#key() keys} and values.
 *
 * @param file where it stands; files that it names are relative to its folder
 */
record FileProfile(Path file, Map<Setting, String> values) implements Profile {

    /** In the environment: the file of profiles. */
    static final String VARIABLE = "GOLDSTREAM_PROFILES";

    private static final String NAME = "goldstream.yaml";

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final TypeReference<Map<String, Map<String, String>>> PROFILES = new TypeReference<>() {};

    /** The profile of that name, in the file that the environment names, else in the working folder's or the user's. */
    static FileProfile named(String name, UnaryOperator<String> environment) {
        String set = environment.apply(VARIABLE);
        Path own = Path.of(System.getProperty("user.home"), ".config", NAME);
        Path file = set != null ? Path.of(set) : Files.exists(Path.of(NAME)) ? Path.of(NAME) : own;
        Map<String, Map<String, String>> profiles = read(name, file);
        Map<String, String> profile = profiles.get(name);
        if (profile == null) {
            throw new CommandFailure(
                    file + " has no profile " + name + ", only " + String.join(", ", profiles.keySet()));
        }
        return of(file, name, profile);
    }

    private static FileProfile of(Path file, String name, Map<String, String> profile) {
        Map<Setting, String> values = new TreeMap<>();
        profile.forEach((key, value) -> {
            Setting setting = Setting.ofKey(key)
                    .orElseThrow(() -> new CommandFailure(file + ", profile " + name + ": there is no key " + key));
            if (value != null) {
                values.put(setting, value);
            }
        });
        return new FileProfile(file, values);
    }

    private static Map<String, Map<String, String>> read(String name, Path file) {
        if (!Files.isReadable(file)) {
            throw new CommandFailure("cannot read " + file + ", which should have the profile " + name
                    + ": create the file, or name another one in " + VARIABLE);
        }
        try {
            return new TreeMap<>(YAML.readValue(file.toFile(), PROFILES));
        } catch (JsonProcessingException wrong) {
            throw new CommandFailure(
                    file + " is no file of profiles, a map of keys and values for each: "
                            + (wrong instanceof MismatchedInputException
                                    ? "see line " + wrong.getLocation().getLineNr()
                                    : wrong.getOriginalMessage()),
                    wrong);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public boolean names(Setting setting) {
        return values.containsKey(setting);
    }

    @Override
    public Optional<String> value(Setting setting) throws IOException {
        String value = values.get(setting);
        if (value != null && setting.isFile()) {
            return Optional.of(file.resolveSibling(value).toString());
        }
        if (value == null || !setting.isSecret()) {
            return Optional.ofNullable(value);
        }
        Path secret = file.resolveSibling(value);
        if (!Files.isReadable(secret)) {
            throw new CommandFailure(file + ", " + setting.key() + ": cannot read " + secret);
        }
        return Files.readString(secret).lines().findFirst();
    }
}
