package io.goldstream.gateway.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.events.EventType;
import io.goldstream.events.Lengths;
import io.goldstream.events.rules.AtMost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys of one file: a JSON list of objects with {@code id}, {@code sha256}, {@code source}, and maybe {@code types},
 * {@code ratePerSecond}, {@code origins} and {@code expires}. Immutable: a changed file makes new ones.
 */
public final class WriteKeys {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> FIELDS =
            Set.of("id", "sha256", "source", "types", "ratePerSecond", "origins", "expires");
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s*?#]+");
    private static final Pattern DEFAULT_PORT = Pattern.compile("(https://.*):443$|(http://.*):80$");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, WriteKey> byHash;

    private WriteKeys(Map<String, WriteKey> byHash) {
        this.byHash = byHash;
    }

    /**
     * @throws IllegalArgumentException if it is not what it should be: says where and why, and repeats nothing of it, for
     *     somebody may have put a key there instead of its hash
     */
    public static WriteKeys of(byte[] json) {
        JsonNode list = parse(json);
        if (!list.isArray()) {
            throw new IllegalArgumentException("it is not a JSON list of keys");
        }
        Map<String, WriteKey> keys = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (int index = 0; index < list.size(); index++) {
            String where = "key " + (index + 1);
            WriteKey key = key(list.get(index), where);
            check(ids.add(key.id()), where, "id is that of an earlier key: choose another");
            check(
                    keys.put(key.sha256(), key) == null,
                    where,
                    "sha256 is that of an earlier key: make another key with 'goldstream key new'");
        }
        return new WriteKeys(keys);
    }

    /** How many there are. */
    public int size() {
        return byHash.size();
    }

    /**
     * The id of the key that was presented, if it is one of these and has not expired. Looked up by its hash, which tells
     * nothing of the key by the time that it takes; compared in constant time all the same.
     */
    public Optional<String> idOf(String presented, Instant now) {
        return find(presented, now).map(WriteKey::id);
    }

    Optional<WriteKey> find(String presented, Instant now) {
        String hash = sha256(presented);
        WriteKey key = byHash.get(hash);
        boolean isSame = key != null && MessageDigest.isEqual(key.sha256().getBytes(US_ASCII), hash.getBytes(US_ASCII));
        return isSame && now.isBefore(key.expires()) ? Optional.of(key) : Optional.empty();
    }

    /** Whether a text may be the SHA-256 of a key. */
    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** The SHA-256 of a key, as files of keys and settings name it. */
    public static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IllegalArgumentException("it is not well-formed JSON in line " + line);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static WriteKey key(JsonNode key, String where) {
        check(key.isObject(), where, "a key is a JSON object");
        key.fieldNames().forEachRemaining(name -> check(FIELDS.contains(name), where, "its fields are " + FIELDS));
        String hash = text(key, "sha256", where);
        check(isHash(hash), where, "sha256 is 64 lower-case hexadecimal digits");
        return new WriteKey(
                text(key, "id", where),
                hash,
                text(key, "source", where),
                types(key, where),
                rate(key, where),
                origins(key, where),
                expires(key, where));
    }

    private static String text(JsonNode key, String field, String where) {
        String text = key.path(field).textValue();
        check(
                text != null && !text.isBlank() && AtMost.Validator.isKept(text, Lengths.ID),
                where,
                field + " is a text of 1 to " + Lengths.ID + " characters");
        return text;
    }

    private static Set<EventType> types(JsonNode key, String where) {
        if (!key.has("types")) {
            return EnumSet.allOf(EventType.class);
        }
        EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
        for (JsonNode type : key.get("types")) {
            EventType.byId(type.asText()).ifPresent(types::add);
        }
        check(
                key.get("types").isArray()
                        && !types.isEmpty()
                        && types.size() == key.get("types").size(),
                where,
                "types is a list of some of "
                        + List.of(EventType.values()).stream()
                                .map(EventType::id)
                                .toList());
        return types;
    }

    private static long rate(JsonNode key, String where) {
        JsonNode rate = key.path("ratePerSecond");
        check(
                rate.isMissingNode() || rate.canConvertToInt() && rate.isIntegralNumber() && rate.intValue() > 0,
                where,
                "ratePerSecond is a whole number of events, 1 or more");
        return rate.asLong(0);
    }

    private static Set<String> origins(JsonNode key, String where) {
        Set<String> origins = new HashSet<>();
        for (JsonNode origin : key.path("origins")) {
            // As browsers say it: in lower case, without the port that the scheme has anyway.
            origins.add(DEFAULT_PORT
                    .matcher(origin.asText().toLowerCase(Locale.ROOT))
                    .replaceFirst("$1$2"));
        }
        check(
                !key.has("origins")
                        || key.get("origins").isArray()
                                && !origins.isEmpty()
                                && origins.stream().allMatch(ORIGIN.asMatchPredicate()),
                where,
                "origins is a list of pages' origins, such as https://player.example, without a path");
        return Set.copyOf(origins);
    }

    private static Instant expires(JsonNode key, String where) {
        try {
            return key.has("expires") ? Instant.parse(key.get("expires").asText()) : Instant.MAX;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(where + ": expires is a time such as 2027-01-01T00:00:00Z");
        }
    }

    private static void check(boolean holds, String where, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(where + ": " + rule);
        }
    }
}
