package io.vigil.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** An OpenID provider, as far as the API sees one: it signs tokens, and publishes its key. */
final class Issuer implements AutoCloseable {

    static final String AUDIENCE = "vigil";

    private final RSAKey key = newKey();
    private final HttpServer server;

    private Issuer(HttpServer server) {
        this.server = server;
    }

    static Issuer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Issuer issuer = new Issuer(server);
        issuer.serve("/keys", new JWKSet(issuer.key).toString(true));
        issuer.serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer.url() + "\",\"jwks_uri\":\"" + issuer.url()
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        server.start();
        return issuer;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token for an hour. */
    String token(String subject, String scopes) {
        return token(subject, scopes, claims -> claims);
    }

    String token(String subject, String scopes, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(change.apply(claims(subject, scopes)).build(), key);
    }

    /** One like those of this issuer, signed by somebody else. */
    String forgedToken(String subject, String scopes) {
        return sign(claims(subject, scopes).build(), newKey());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private JWTClaimsSet.Builder claims(String subject, String scopes) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject(subject)
                .claim("scope", scopes)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    private static String sign(JWTClaimsSet claims, RSAKey with) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims);
            jwt.sign(new RSASSASigner(with));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
