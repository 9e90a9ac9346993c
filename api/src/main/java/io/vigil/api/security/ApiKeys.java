package io.vigil.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The static keys. A key is 256 random bits, made here, so its plain SHA-256 can be kept: there is nothing to guess from
 * it. A slow hash is for what people think up, and would be paid for with each request.
 */
final class ApiKeys {

    /** What a key begins with: it tells keys from JWTs, and lets scanners find one that was published by mistake. */
    static final String PREFIX = "vigil_";

    private static final int RANDOM_BYTES = 32;

    private final List<SecurityProperties.ApiKey> keys;

    ApiKeys(List<SecurityProperties.ApiKey> keys) {
        this.keys = keys;
    }

    /** A new key. */
    static String generate() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What is kept of a key, in hex. */
    static String hash(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    /** Whether a token is meant to be a key. */
    static boolean isKey(String token) {
        return token.startsWith(PREFIX);
    }

    /** The key that a token is. All are compared, and each in full: the time it takes says nothing about them. */
    Optional<SecurityProperties.ApiKey> find(String token) {
        byte[] hash = sha256(token);
        Optional<SecurityProperties.ApiKey> found = Optional.empty();
        for (SecurityProperties.ApiKey key : keys) {
            if (MessageDigest.isEqual(HexFormat.of().parseHex(key.sha256()), hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
