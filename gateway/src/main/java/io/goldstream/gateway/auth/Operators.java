package io.goldstream.gateway.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemType;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may change something on the management port: whoever shows the one key of this installation's operators, of which the
 * gateway knows the hash. No web page can make a browser send it: the header that holds it is none that pages may set for
 * other origins.
 */
@Singleton
public class Operators {

    private final Optional<String> sha256;

    Operators(GatewayConfig config) {
        this.sha256 = config.operators().keySha256();
    }

    /**
     * @param authorization the request's header of that name, or null
     * @throws io.goldstream.gateway.problem.ProblemException if it does not show the key
     */
    public void check(String authorization) {
        String hash = sha256.orElseThrow(() -> ProblemType.FORBIDDEN.with(
                "Nobody may replay, because the gateway has no operators' key. Make one with ./goldstream key operator, and set its"
                        + " hash as goldstream.operators.key-sha256."));
        String shown = Clients.bearer(authorization);
        if (shown == null
                || !MessageDigest.isEqual(WriteKeys.sha256(shown).getBytes(US_ASCII), hash.getBytes(US_ASCII))) {
            throw ProblemType.UNAUTHENTICATED.with("Send the operators' key, as Authorization: Bearer …");
        }
    }
}
