package io.goldstream.connect.sink;

import io.goldstream.connect.sink.store.AzureAccess;
import io.goldstream.connect.sink.store.AzureCredential;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The options of the Azure store; other stores pass over them. */
final class AzureOptions {

    /** The kind of credential, see {@link AzureCredential}. */
    static final String CREDENTIAL = "azure.credential";

    /** The key, signature or connection string that the credential needs. */
    static final String SECRET = "azure.secret";

    /** An HTTP proxy, {@code HOST:PORT}. If it is empty, the JVM's proxy settings apply. */
    static final String PROXY = "azure.proxy";

    /** How long one call may take, an ISO-8601 duration. */
    static final String CALL_TIMEOUT = "azure.call.timeout";

    /** How many blocks a task sends at once. */
    static final String UPLOADS = "azure.uploads";

    private static final int MOST_UPLOADS = 32;

    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

    /** Connect leaves a placeholder as it is where, for one, the environment does not have the variable. */
    static final Pattern UNFILLED = Pattern.compile("\\$\\{[^}]*}");

    private static final int GREATEST_PORT = 65_535;

    private AzureOptions() {}

    static void define(ConfigDef definition, String group) {
        definition
                .define(
                        CREDENTIAL,
                        Type.STRING,
                        "default",
                        Validators.oneOf(AzureCredential.class),
                        Importance.HIGH,
                        "How to log in to Azure. default: the worker's own identity, by "
                                + "DefaultAzureCredential, which is a workload identity, a managed identity or a service "
                                + "principal; only a managed identity has been tested. shared_key: the account's key. "
                                + "sas: a shared access signature with the rights to read, create, write and delete "
                                + "(rcwd). connection_string: a connection string with a key or a signature. All but "
                                + "default need azure.secret.",
                        group,
                        0,
                        Width.SHORT,
                        "Credential",
                        Recommend.oneOf(AzureCredential.class).where(SinkOptions.STORE_TYPE, "azure"))
                .define(
                        SECRET,
                        Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "The secret for azure.credential: the account's key in Base64, the shared access "
                                + "signature or the connection string. Empty for default. Let a config provider fill it "
                                + "in: Connect keeps a configuration in a topic, in clear text.",
                        group,
                        1,
                        Width.LONG,
                        "Secret")
                .define(
                        PROXY,
                        Type.STRING,
                        "",
                        Validators.check("HOST:PORT, or empty", AzureOptions::proxy),
                        Importance.LOW,
                        "An HTTP proxy for storage and for logging in, as HOST:PORT. A proxy that needs a "
                                + "login is not supported. Empty for the JVM's own, https.proxyHost, if it is set.",
                        group,
                        2,
                        Width.MEDIUM,
                        "Proxy")
                .define(
                        CALL_TIMEOUT,
                        Type.STRING,
                        "PT30S",
                        Validators.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        Importance.LOW,
                        "How long one call may take, which sends 4 MiB at most. A call that takes longer is a "
                                + "storage error, and is retried as retry.timeout and retry.backoff say. An ISO-8601 "
                                + "duration, PT1S to PT10M. If the line needs longer for 4 MiB, every try fails, and "
                                + "nothing is landed.",
                        group,
                        3,
                        Width.SHORT,
                        "Call timeout")
                .define(
                        UPLOADS,
                        Type.INT,
                        AzureAccess.DEFAULT_UPLOADS,
                        ConfigDef.Range.between(1, MOST_UPLOADS),
                        Importance.LOW,
                        "How many blocks a task sends at once: 1 to 32. Each has up to 4 MiB and stays in "
                                + "memory until Azure has it. However slow the storage is, no more blocks than these "
                                + "wait.",
                        group,
                        4,
                        Width.SHORT,
                        "Uploads at once");
    }

    /** @param values see {@link SinkOptions#conflicts} */
    static Map<String, String> conflicts(Function<String, Object> values) {
        if (values.apply(SECRET) instanceof Password secret
                && UNFILLED.matcher(secret.value()).matches()) {
            return Map.of(
                    SECRET,
                    "is " + secret.value()
                            + ", which no config provider has replaced: set the variable that it names. If"
                            + " azure.credential needs no secret, set it to an empty text");
        }
        if (values.apply(CREDENTIAL) instanceof String credential && values.apply(SECRET) instanceof Password secret) {
            try {
                Validators.constant(AzureCredential.class, credential).check(secret.value());
            } catch (IllegalArgumentException e) {
                return Map.of(SECRET, "does not fit azure.credential=" + credential + ": " + e.getMessage());
            }
        }
        return Map.of();
    }

    static AzureAccess access(SinkOptions options) {
        return new AzureAccess(
                Validators.constant(AzureCredential.class, options.getString(CREDENTIAL)),
                options.getPassword(SECRET).value(),
                proxy(options.getString(PROXY)),
                Duration.parse(options.getString(CALL_TIMEOUT)),
                options.getInt(UPLOADS));
    }

    private static Optional<InetSocketAddress> proxy(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > GREATEST_PORT) {
            throw new IllegalArgumentException("is not of the form HOST:PORT, such as proxy.example:3128");
        }
        return Optional.of(InetSocketAddress.createUnresolved(parts.group(1), Integer.parseInt(parts.group(2))));
    }
}
