package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class ContentSecurityPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png,https://tile.openstreetmap.org",
        "https://{a-c}.tiles.example/{z}/{x}/{-y}.png?key=1,https://*.tiles.example",
        "http://10.0.0.7:8081/{z}/{x}/{y},http://10.0.0.7:8081",
        "'https://[2001:db8::1]:8443/{z}/{x}/{y}',https://[2001:db8::1]:8443",
    })
    void letsImagesComeFromTheTilesHostAlone(String tileUrl, String host) {
        String policy = ContentSecurityPolicy.of(Optional.of(tileUrl));

        assertThat(policy).contains("img-src 'self' data: blob: " + host + ';');
        assertThat(policy.replace(host, "")).doesNotContain("//", "*", "unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tiles/{z}/{x}/{y}.png"})
    void needsNoHostForTilesOfThisOne(String tileUrl) {
        assertThat(ContentSecurityPolicy.of(Optional.of(tileUrl)))
                .isEqualTo(ContentSecurityPolicy.of(Optional.empty()))
                .contains("img-src 'self' data: blob:;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiles.example/{z}/{x}/{y}.png",
                "//tiles.example/{z}",
                "javascript:alert(1)",
                "https://*/{z}",
                "https://tiles.example; script-src *",
                "https://tiles.example 'unsafe-inline'/",
                "https://{z}/{x}",
            })
    void refusesWhatWouldAllowMore(String tileUrl) {
        assertThatThrownBy(() -> ContentSecurityPolicy.of(Optional.of(tileUrl)))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("vigil.map.tile-url");
    }

    @Test
    void allowsNothingInline() {
        assertThat(ContentSecurityPolicy.of(Optional.empty()))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }
}
