package io.vigil.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.events.DeviceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class DevicesIT {

    private static final Instant NOW = Instant.now();

    private final RunningApi api;
    private final Http http;
    private final String prefix = UUID.randomUUID().toString();

    DevicesIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @BeforeEach
    void fillMemory() {
        IntStream.range(0, 25)
                .forEach(i ->
                        api.memory().put(status(prefix + "-" + (char) ('a' + i)).build(), i));
    }

    @Test
    void tellsWhatIsKnownOfADevice() {
        Instant time = Instant.parse("2026-11-25T11:00:00.120Z");
        api.memory()
                .put(
                        status(prefix + "-1")
                                .setEventCode(1)
                                .setEventTime(time)
                                .setWorkerId("W364")
                                .setWorkerName("Per <script>alert(1)</script>")
                                .setLatitude(59.3)
                                .setLongitude(18.06)
                                .setPositionTime(time)
                                .build(),
                        77);

        JsonNode device = http.getJson("/api/v1/devices/" + prefix + "-1");

        assertThat(device.toString())
                .isEqualTo("{\"deviceId\":\"" + prefix + "-1\",\"code\":1,\"kind\":\"TIME_REPORT\","
                        + "\"time\":\"2026-11-25T11:00:00.120Z\",\"workerId\":\"W364\","
                        + "\"workerName\":\"Per <script>alert(1)</script>\",\"latitude\":59.3,\"longitude\":18.06,"
                        + "\"positionTime\":\"2026-11-25T11:00:00.120Z\",\"state\":\"SILENT\",\"revision\":77}");
    }

    @Test
    void sendsScriptInANameAsPlainJson() {
        api.memory().put(status(prefix + "-x").setWorkerName("</script><b>").build(), 1);

        var response = http.get("/api/v1/devices/" + prefix + "-x");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(Http.json(response).get("workerName").asString()).isEqualTo("</script><b>");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 24, 25, 26, 1000})
    void givesEachDeviceOnceInTheOrderOfIds(int limit) {
        List<JsonNode> devices = http.allPages("/api/v1/devices?q=" + prefix + "&limit=" + limit);

        assertThat(devices)
                .extracting(device -> device.get("deviceId").asString())
                .hasSize(25)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void hasNoNextOnTheLastPage() {
        JsonNode page = http.getJson("/api/v1/devices?q=" + prefix + "&limit=25");

        assertThat(page.get("items")).hasSize(25);
        assertThat(page.has("next")).isFalse();
    }

    @Test
    void findsDevicesByIdAndWorkerAndCodeAndState() {
        api.memory()
                .put(
                        status(prefix + "-sos")
                                .setEventCode(6)
                                .setWorkerId("W-" + prefix)
                                .setWorkerName("Åsa " + prefix)
                                .setAlarmCode(6)
                                .setAlarmTime(NOW)
                                .build(),
                        1);
        api.memory()
                .put(
                        status(prefix + "-old")
                                .setEventTime(NOW.minus(Duration.ofHours(2)))
                                .build(),
                        1);

        assertThat(ids("q=" + Http.encode("åSA " + prefix.toUpperCase()))).containsExactly(prefix + "-sos");
        assertThat(ids("q=w-" + prefix)).containsExactly(prefix + "-sos");
        assertThat(ids("q=" + prefix + "&code=5,6")).containsExactly(prefix + "-sos");
        assertThat(ids("q=" + prefix + "&code=5&code=6")).containsExactly(prefix + "-sos");
        assertThat(ids("q=" + prefix + "&state=ALARM")).containsExactly(prefix + "-sos");
        assertThat(ids("q=" + prefix + "&state=silent")).containsExactly(prefix + "-old");
        assertThat(ids("q=" + prefix + "&state=OK&limit=1000")).hasSize(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a//b",
                "a b",
                "a%b",
                "a+b",
                "Gerät-ü-日本",
                "a;b=c",
                "a\\b",
                "../../actuator/env",
                "a?b#c",
                "a.json",
                "stream",
                "%2F",
                "'\"<>&"
            })
    void findsADeviceWhateverItsId(String id) {
        String deviceId = prefix + id;
        api.memory().put(status(deviceId).build(), 1);

        JsonNode device = http.getJson("/api/v1/devices/" + Http.encode(deviceId));

        assertThat(device.get("deviceId").asString()).isEqualTo(deviceId);
    }

    private List<String> ids(String query) {
        return http.allPages("/api/v1/devices?" + query).stream()
                .map(device -> device.get("deviceId").asString())
                .toList();
    }

    private static DeviceStatus.Builder status(String deviceId) {
        return DeviceStatus.newBuilder().setDeviceId(deviceId).setEventCode(2).setEventTime(NOW);
    }
}
