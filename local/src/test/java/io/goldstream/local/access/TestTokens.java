package io.goldstream.local.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.RsaKeyUtil;
import org.jose4j.lang.JoseException;

/** Who signs the tokens that the deployable configuration believes, as far as Trino needs one: a key, and claims. */
final class TestTokens {

    static final String ISSUER = "https://login.example/";
    static final String AUDIENCE = "https://trino.example";
    private static final String KEY_ID = "test";

    private final RsaJsonWebKey key;

    private TestTokens(RsaJsonWebKey key) {
        this.key = key;
    }

    /** @param keys the public key's file; {@code ${KID}} in its name is the key's id */
    static TestTokens believedBy(Path keys) throws IOException, JoseException {
        TestTokens tokens = ofNewKey();
        Files.writeString(
                Path.of(keys.toString().replace("${KID}", KEY_ID)),
                RsaKeyUtil.pemEncode(tokens.key.getRsaPublicKey()) + "\n");
        return tokens;
    }

    /** Of a key that says that it is the believed one. */
    static TestTokens ofNewKey() throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(KEY_ID);
        return new TestTokens(key);
    }

    String of(String user) throws JoseException {
        return of(user, _ -> {});
    }

    String of(String user, Consumer<JwtClaims> other) throws JoseException {
        return of(user, other, key.getKeyId());
    }

    String of(String user, Consumer<JwtClaims> other, String keyId) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims(user, other).toJson());
        token.setKey(key.getPrivateKey());
        token.setKeyIdHeaderValue(keyId);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return token.getCompactSerialization();
    }

    /** One that nobody signed. */
    static String unsigned(String user) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setPayload(claims(user, _ -> {}).toJson());
        token.setKeyIdHeaderValue(KEY_ID);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return token.getCompactSerialization();
    }

    private static JwtClaims claims(String user, Consumer<JwtClaims> other) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(user);
        claims.setExpirationTimeMinutesInTheFuture(60);
        other.accept(claims);
        return claims;
    }
}
