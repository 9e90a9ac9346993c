package io.vigil.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.events.DeviceStatus;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningApi.Extension.class)
class CachingIT {

    private final RunningApi api;
    private final Http http;
    private final String prefix = UUID.randomUUID().toString();

    CachingIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @Test
    void saysThatNothingHasChanged() {
        put(prefix, 1);
        String path = "/api/v1/devices/" + prefix;
        HttpResponse<String> first = http.get(path);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = http.get(path, "If-None-Match", tag);
        put(prefix, 2);
        HttpResponse<String> changed = http.get(path, "If-None-Match", tag);

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag"))
                .isNotEmpty()
                .isNotEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void compressesWhatIsLong() {
        IntStream.range(0, 50).forEach(i -> put(prefix + i, i));

        HttpResponse<String> page = http.get("/api/v1/devices?q=" + prefix, "Accept-Encoding", "gzip");

        assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(page.headers().firstValue("ETag")).isPresent();
        assertThat(page.headers().allValues("Vary").toString()).containsIgnoringCase("accept-encoding");
    }

    @Test
    void tellsWhatClientsHaveToKnow() {
        assertThat(http.get("/api/v1/config").body())
                .isEqualTo("{\"tileUrl\":\"https://tiles.example/{z}/{x}/{y}.png\",\"alarmForSeconds\":3600,"
                        + "\"silentAfterSeconds\":900,\"codes\":["
                        + "{\"code\":1,\"kind\":\"TIME_REPORT\",\"alarm\":false},"
                        + "{\"code\":2,\"kind\":\"CHECK_IN\",\"alarm\":false},"
                        + "{\"code\":3,\"kind\":\"WORKER_FALL\",\"alarm\":true},"
                        + "{\"code\":4,\"kind\":\"MISSED_CHECK_IN\",\"alarm\":true},"
                        + "{\"code\":5,\"kind\":\"NO_MOTION\",\"alarm\":true},"
                        + "{\"code\":6,\"kind\":\"SOS\",\"alarm\":true},"
                        + "{\"code\":7,\"kind\":\"HIGH_GAS\",\"alarm\":true},"
                        + "{\"code\":8,\"kind\":\"LOW_GAS\",\"alarm\":true}],\"authentication\":\"none\"}");
    }

    @Test
    void letsFilesBeKeptAndAskedForAgain() {
        HttpResponse<String> script = http.get("/webjars/ol/dist/ol.js", "Accept-Encoding", "gzip");
        String modified = script.headers().firstValue("Last-Modified").orElseThrow();

        HttpResponse<String> again = http.get("/webjars/ol/dist/ol.js", "If-Modified-Since", modified);

        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(script.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(again.statusCode()).isEqualTo(304);
    }

    private void put(String deviceId, long offset) {
        api.memory()
                .put(
                        DeviceStatus.newBuilder()
                                .setDeviceId(deviceId)
                                .setEventCode(1)
                                .setEventTime(Instant.now())
                                .build(),
                        offset);
    }
}
