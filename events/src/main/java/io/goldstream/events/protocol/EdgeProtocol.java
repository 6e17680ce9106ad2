package io.goldstream.events.protocol;

/** Names of the gateway's HTTP interface that its clients use, too. */
public final class EdgeProtocol {

    /** Where events are posted: CloudEvents here, others below, at their type's id. */
    public static final String EVENTS = "/v1/events";

    /** Where operators see what is in quarantine, on the management port. */
    public static final String QUARANTINE = "/v1/quarantine";

    /** Where operators send quarantined records again, on the management port. */
    public static final String REPLAY = QUARANTINE + "/replay";

    /** The media type of one event a line. */
    public static final String LINES = "application/x-ndjson";

    /** The header by which a request that is sent again makes no new events. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The header that shows a write key, beside {@code Authorization}. */
    public static final String WRITE_KEY = "X-Write-Key";

    /** What every write key begins with, so that a leaked one can be found by a scanner. */
    public static final String WRITE_KEY_PREFIX = "gsk_";

    /** What every operators' key begins with, likewise. */
    public static final String OPERATOR_KEY_PREFIX = "gso_";

    /** The environment variable that gives the gateway the SHA-256 of its operators' key. */
    public static final String OPERATORS_VARIABLE = "GOLDSTREAM_OPERATORS_KEY_SHA256";

    private EdgeProtocol() {}
}
