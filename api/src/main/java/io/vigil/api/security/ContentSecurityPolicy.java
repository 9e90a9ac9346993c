package io.vigil.api.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** What a page of ours may load: what comes from here, and the tiles of the map. */
final class ContentSecurityPolicy {

    /** Where the map's tiles come from; without it there is only the built-in outline. */
    static final String TILE_URL = "vigil.map.tile-url";

    /**
     * Swagger UI 5 draws its logo with a style of its own: just that one, by its hash. Were it another one some day, the
     * logo would lose its colours, and the browser's console would name the new hash.
     */
    static final String SWAGGER_UI = "; style-src-elem 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    /** Scheme and host of a template such as {@code https://{a-c}.tiles.example:8443/{z}/{x}/{y}.png}. */
    private static final Pattern TILES =
            Pattern.compile("(https?://)(\\{[^{}/]+}\\.)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[^\\s]*)?");

    private ContentSecurityPolicy() {}

    /**
     * The policy of all pages; that of GraphiQL is another one, and Swagger UI adds {@link #SWAGGER_UI}.
     *
     * @param tileUrl the template of the tiles' addresses, if there is one
     * @throws InvalidConfigurationPropertyValueException if no host can be told from it
     */
    static String of(Optional<String> tileUrl) {
        String tiles = tileUrl.flatMap(ContentSecurityPolicy::host)
                .map(host -> ' ' + host)
                .orElse("");
        return String.join(
                "; ",
                "default-src 'self'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: blob:" + tiles,
                "connect-src 'self'",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'");
    }

    private static Optional<String> host(String tileUrl) {
        // A path alone is on this host.
        if (tileUrl.isBlank() || (tileUrl.startsWith("/") && !tileUrl.startsWith("//"))) {
            return Optional.empty();
        }
        Matcher url = TILES.matcher(tileUrl);
        if (!url.matches()) {
            throw new InvalidConfigurationPropertyValueException(
                    TILE_URL, tileUrl, "must be an http or https URL, such as https://tiles.example/{z}/{x}/{y}.png");
        }
        String subdomains = url.group(2) == null ? "" : "*.";
        String port = url.group(4) == null ? "" : url.group(4);
        return Optional.of(url.group(1) + subdomains + url.group(3) + port);
    }
}
