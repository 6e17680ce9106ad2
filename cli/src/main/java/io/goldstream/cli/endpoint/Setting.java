package io.goldstream.cli.endpoint;

import java.util.Arrays;
import java.util.Optional;

/** Something that says where a command works, or as whom: an option, a variable of the environment, a key of a profile. */
public enum Setting {
    KAFKA("--kafka", "GOLDSTREAM_KAFKA", "kafka", "Kafka"),
    KAFKA_CONFIG(
            "--kafka-config", "GOLDSTREAM_KAFKA_CONFIG", "kafka-config", "file of a Kafka client's properties", KAFKA),
    CONNECT("--connect", "GOLDSTREAM_CONNECT", "connect", "Connect worker"),
    EDGE("--edge", "GOLDSTREAM_EDGE", "edge", "edge of a gateway"),
    WRITE_KEY("GOLDSTREAM_WRITE_KEY", "write-key-file", "write key", EDGE),
    GATEWAY("--gateway", "GOLDSTREAM_GATEWAY", "gateway", "gateway's management port"),
    OPERATOR_KEY("GOLDSTREAM_OPERATOR_KEY", "operator-key-file", "operators' key", GATEWAY),
    TRINO("--trino", "GOLDSTREAM_TRINO", "trino", "Trino"),
    TRINO_USER("--user", "GOLDSTREAM_TRINO_USER", "user", "account of Trino's", TRINO),
    TRINO_PASSWORD("GOLDSTREAM_TRINO_PASSWORD", "password-file", "password", TRINO),
    TRINO_TOKEN("GOLDSTREAM_TRINO_TOKEN", "token-file", "token", TRINO),
    TRINO_TRUST("--trust", "GOLDSTREAM_TRINO_TRUST", "trust", "certificate", TRINO),
    LAKE("--lake", "GOLDSTREAM_LAKE", "lake", "lake's folder or URL"),
    LAKE_CREDENTIAL("--lake-credential", "GOLDSTREAM_LAKE_CREDENTIAL", "lake-credential", "kind of credential", LAKE),
    LAKE_SECRET("GOLDSTREAM_LAKE_SECRET", "lake-secret-file", "secret of the lake", LAKE),
    GATEWAY_COMMAND(
            "--gateway-command",
            "GOLDSTREAM_GATEWAY_COMMAND",
            "gateway-command",
            "command that runs the gateway's program"),
    CATALOG("--catalog", "GOLDSTREAM_CATALOG", "catalog", "catalog", TRINO),
    LOCATION("--location", "GOLDSTREAM_LAKE_LOCATION", "location", "place of each schema", TRINO),
    FIRST_DATE("--first-date", "GOLDSTREAM_FIRST_DATE", "first-date", "first date"),
    GENERATION("--generation", "GOLDSTREAM_GENERATION", "generation", "generation");

    private static final String FILE = "-file";

    private final Optional<String> option;
    private final String variable;
    private final String key;
    private final String what;
    private final Optional<Setting> address;

    /** An address, or what belongs to none. */
    Setting(String option, String variable, String key, String what) {
        this(Optional.of(option), variable, key, what, Optional.empty());
    }

    Setting(String option, String variable, String key, String what, Setting address) {
        this(Optional.of(option), variable, key, what, Optional.of(address));
    }

    /** A secret: no option, because a command line is in the process list and in the shell's history. */
    Setting(String variable, String key, String what, Setting address) {
        this(Optional.empty(), variable, key, what, Optional.of(address));
    }

    Setting(Optional<String> option, String variable, String key, String what, Optional<Setting> address) {
        this.option = option;
        this.variable = variable;
        this.key = key;
        this.what = what;
        this.address = address;
    }

    Optional<String> option() {
        return option;
    }

    /** In the environment. */
    public String variable() {
        return variable;
    }

    /** In a profile. */
    public String key() {
        return key;
    }

    /** Whose it is: what belongs to an address comes from where the address comes from, so that no secret goes astray. */
    Optional<Setting> address() {
        return address;
    }

    /** Whether it says where something is. */
    boolean isAddress() {
        return this == KAFKA || this == CONNECT || this == EDGE || this == GATEWAY || this == TRINO || this == LAKE;
    }

    /** Whether a profile names a file that holds it, in its first line. */
    boolean isSecret() {
        return key.endsWith(FILE);
    }

    /** Whether it is the path of a file: that of a profile is relative to the profile's. */
    boolean isFile() {
        return this == KAFKA_CONFIG || this == TRINO_TRUST;
    }

    /** What it is, without an article. */
    String what() {
        return what;
    }

    /** The ways to name it. */
    String ways() {
        return option.map(name -> "say " + name + ", set ").orElse("set ") + variable + ", or name it as " + key
                + " in a profile (--profile)";
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
