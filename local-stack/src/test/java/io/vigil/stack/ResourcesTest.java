package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    @Test
    void putsValuesInTheirPlaces() {
        String settings = Resources.text(
                "classifier.properties",
                Map.of(
                        "bootstrapServers", "b:1",
                        "copies", "1",
                        "registryUrl", "http://r",
                        "httpPort", "8082",
                        "data", "/d"));

        assertThat(settings).contains("bootstrap.servers=b:1\n", "schema.registry.url=http://r\n", "http.port=8082\n");
    }

    @Test
    void refusesToLeaveAPlaceEmpty() {
        assertThatThrownBy(() -> Resources.text("classifier.properties", Map.of("data", "/d")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no value for ${");
    }
}
