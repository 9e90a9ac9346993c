package io.vigil.api.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The base map.
 *
 * @param tileUrl a template with {@code {z}}, {@code {x}} and {@code {y}}; null for the built-in outline
 * @param tileAttribution whom the map has to name; null for nobody
 */
@ConfigurationProperties("vigil.map")
record MapProperties(String tileUrl, String tileAttribution) {

    /** An empty text is none. */
    MapProperties {
        tileUrl = textOrNull(tileUrl);
        tileAttribution = textOrNull(tileAttribution);
    }

    private static String textOrNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
