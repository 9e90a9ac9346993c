package io.vigil.api.security;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call, from where, and how often.
 *
 * @param apiKeys the keys that are known; none by default
 * @param corsOrigins the origins, such as {@code https://portal.example}, whose pages may call with a token; none by
 *     default. The cookie of {@code /api/v1/session} is never sent from there.
 * @param requestsPerSecond how many requests of one caller are answered in the long run
 * @param burst how many of one caller are answered at once. The page needs a dozen to start.
 */
@ConfigurationProperties(prefix = SecurityProperties.PREFIX, ignoreUnknownFields = false)
record SecurityProperties(
        @DefaultValue List<ApiKey> apiKeys,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("50") int requestsPerSecond,
        @DefaultValue("200") int burst) {

    static final String PREFIX = "vigil.security";

    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+");

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is wrong; it says which, and what it must be
     */
    SecurityProperties {
        apiKeys = List.copyOf(apiKeys);
        corsOrigins = List.copyOf(corsOrigins);
        Set<String> names = new HashSet<>();
        for (ApiKey key : apiKeys) {
            require(names.add(key.name()), "api-keys", "has the name " + key.name() + " twice");
        }
        for (String origin : corsOrigins) {
            require(
                    ORIGIN.matcher(origin).matches(),
                    "cors-origins",
                    "is " + origin + ", must be scheme, host and port alone, such as https://portal.example");
        }
        require(requestsPerSecond > 0, "requests-per-second", "is " + requestsPerSecond + ", must be more than zero");
        require(burst > 0, "burst", "is " + burst + ", must be more than zero");
    }

    private static void require(boolean condition, String name, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(PREFIX + '.' + name + ' ' + rule);
        }
    }

    /**
     * A key, of which only the hash is known here.
     *
     * @param name whose it is, for the log and the limit
     * @param sha256 the SHA-256 of the key, 64 hex digits
     * @param scopes what it may read
     */
    record ApiKey(String name, String sha256, @DefaultValue Set<Scope> scopes) {

        private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

        ApiKey {
            scopes = Set.copyOf(scopes);
            require(name != null && !name.isBlank(), "api-keys[].name", "is missing");
            // Not what it is: somebody may have put the key itself there.
            require(
                    sha256 != null && SHA_256.matcher(sha256).matches(),
                    "api-keys[].sha256",
                    "of " + name + " is not a SHA-256 of 64 hex digits");
            require(
                    !scopes.isEmpty(),
                    "api-keys[].scopes",
                    "of " + name + " is empty, must be one or both of " + List.of(Scope.values()));
        }

        /** Without the hash, which is not for the log either. */
        @Override
        public String toString() {
            return name + scopes;
        }
    }
}
