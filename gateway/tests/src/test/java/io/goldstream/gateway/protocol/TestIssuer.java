package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * An identity provider, as far as bearer tokens need one: OpenID discovery and keys, over HTTP. Its keys are of elliptic curves:
 * the JVM's first compiler alone takes seconds to make one for RSA.
 */
final class TestIssuer {

    /** Whom the gateway's tokens are for. */
    static final String AUDIENCE = "https://events.example";

    private final EllipticCurveJsonWebKey key;
    private final EllipticCurveJsonWebKey anothersKey;
    private HttpServer server;

    TestIssuer() throws IOException, JoseException {
        key = newKey();
        anothersKey = newKey();
        start(0);
    }

    /** Comes back, at the address and with the key that it had. */
    void comeBack() throws IOException {
        start(server.getAddress().getPort());
    }

    /** Nobody answers at its address any more. */
    void goAway() {
        server.stop(0);
    }

    private void start(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        serve("/.well-known/openid-configuration", """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize"}""".formatted(url()));
        serve("/keys", "{\"keys\": [" + key.toJson() + "]}");
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token that this issuer has signed. */
    String token(String subject) throws JoseException {
        return token(subject, AUDIENCE, key);
    }

    /** One that it has signed, too, for another service. */
    String tokenForAnother(String subject) throws JoseException {
        return token(subject, "https://billing.example", key);
    }

    /** A token that says that it is this issuer's, signed by another key of the same name. */
    String forgedToken(String subject) throws JoseException {
        return token(subject, AUDIENCE, anothersKey);
    }

    private String token(String subject, String audience, EllipticCurveJsonWebKey signer) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setSubject(subject);
        claims.setAudience(audience);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(signer.getPrivateKey());
        signature.setKeyIdHeaderValue(signer.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        return signature.getCompactSerialization();
    }

    private static EllipticCurveJsonWebKey newKey() throws JoseException {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("test");
        return key;
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
