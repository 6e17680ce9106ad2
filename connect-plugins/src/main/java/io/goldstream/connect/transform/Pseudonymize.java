package io.goldstream.connect.transform;

import io.goldstream.connect.value.Utf8;
import io.goldstream.connect.value.ValueText;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Puts a pseudonym in the place of an identity: {@code <key.id>:<HMAC-SHA-256 in lower-case hexadecimal digits>} of the
 * content's UTF-8 text (RFC 2104, FIPS 180-4). Who has no key can neither read an identity back nor try candidates; equal
 * contents have equal pseudonyms in every field, topic and connector that shares the key, so joins and distinct counts
 * still work.
 *
 * <p>Takes what has one text ({@link ValueText}): strings; whole numbers, whose text is the decimal form, so that 7 and
 * {@code "7"} are one; decimals, dates and times; bytes, as they are. The result is a string, whatever the field was. Works on
 * structs and on maps alike, or, where no fields are named, on the whole key or value. Null stays null; a record that
 * lacks one of the fields is a {@link DataException}.
 *
 * <p>A rotated key gives everybody a new pseudonym. The key's id tells the two generations apart, and a distinct count
 * over both counts a person once in each.
 */
public final class Pseudonymize<R extends ConnectRecord<R>> extends FieldTransformation<R> {

    static final String FIELDS = "fields";
    static final String KEY = "key";
    static final String KEY_ID = "key.id";

    private static final String ALGORITHM = "HmacSHA256";

    /** The output's length, the least that RFC 2104 recommends for a key. */
    private static final int LEAST_KEY_BYTES = 32;

    private static final Set<Schema.Type> TAKEN = Set.of(
            Schema.Type.STRING,
            Schema.Type.INT8,
            Schema.Type.INT16,
            Schema.Type.INT32,
            Schema.Type.INT64,
            Schema.Type.BYTES);
    private static final String WAY_OUT =
            ", only text, whole numbers, decimals, dates, times and bytes: convert it to text, such as with Connect's Cast";

    private static final ConfigDef OPTIONS = FieldTransformation.define(new ConfigDef()
            .define(
                    FIELDS,
                    Type.LIST,
                    List.of(),
                    ValidList.anyNonDuplicateValues(true, false),
                    Importance.HIGH,
                    "The top-level fields to replace, with commas between them, such as "
                            + "user_id,first_name: text, whole numbers, decimals, dates, times or bytes. Empty for "
                            + "the whole key or value.")
            .define(
                    KEY,
                    Type.PASSWORD,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(Pseudonymize::checkKey, () -> "Base64 of 32 bytes or more"),
                    Importance.HIGH,
                    "The secret key: at least 32 random bytes in Base64, such as openssl rand -base64 32 "
                            + "makes. Let a config provider fill it in: Connect keeps a configuration in a topic, in "
                            + "clear text. With another key, everybody has another pseudonym.")
            .define(
                    KEY_ID,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            Pseudonymize::checkKeyId, () -> "1 to 32 letters, digits, dots, _ and -"),
                    Importance.HIGH,
                    "The key's name, which is written before each pseudonym: 1 to 32 letters, digits, "
                            + "dots, _ and -. Give every new key a new name, such as 2026-01. Otherwise nobody can "
                            + "tell which pseudonyms are of one key."));

    private String prefix;
    private Mac mac;

    @Override
    public ConfigDef config() {
        return OPTIONS;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(OPTIONS, configs, false);
        work(config, config.getList(FIELDS));
        prefix = config.getString(KEY_ID) + ":";
        byte[] key = Base64.getDecoder().decode(config.getPassword(KEY).value());
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new ConnectException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    Schema replacement(String name, Schema schema) {
        if (!TAKEN.contains(schema.type())) {
            throw new DataException(
                    "Pseudonymize cannot replace " + name + ", which is of type " + schema.type() + WAY_OUT);
        }
        return schema.isOptional() ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA;
    }

    @Override
    Object replacement(String name, Schema schema, Object content) {
        return prefix + HexFormat.of().formatHex(mac.doFinal(bytes(name, schema, content)));
    }

    private static byte[] bytes(String name, Schema schema, Object content) {
        if (content instanceof byte[] bytes) {
            return bytes;
        }
        if (content instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (ValueText.isComposite(content)
                || content instanceof Boolean
                || content instanceof Float
                || content instanceof Double) {
            throw new DataException("Pseudonymize cannot replace " + name + ", which holds a "
                    + content.getClass().getName() + WAY_OUT);
        }
        return Utf8.bytes(ValueText.of(schema, content));
    }

    /** The messages do not hold the key. */
    private static void checkKey(String option, Object value) {
        if (value == null) {
            return;
        }
        try {
            if (Base64.getDecoder().decode(((Password) value).value()).length >= LEAST_KEY_BYTES) {
                return;
            }
        } catch (IllegalArgumentException notBase64) {
            // Told below.
        }
        throw new ConfigException("option " + option + " must be " + LEAST_KEY_BYTES
                + " bytes or more in Base64: make it with openssl rand -base64 32. If a config provider fills the option in, see"
                + " whether its variable is set");
    }

    private static void checkKeyId(String option, Object value) {
        if (value != null && !((String) value).matches("[A-Za-z0-9._-]{1,32}")) {
            throw new ConfigException(option, value, "must be 1 to 32 letters, digits, dots, _ and -");
        }
    }
}
