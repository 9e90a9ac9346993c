package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.Events;
import io.vigil.stack.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How quick an alarm is on the page, and what 10,000 devices cost it. Asserts only what has to be right; what was
 * measured is in {@code target/page/*.json}, since a time says something only on the machine where it was taken.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PageLoadIT {

    private static final int ALARMS = 50;
    private static final int DEVICES = 10_000;
    private static final int RATE = 2_000;
    private static final Duration LOAD = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(50);

    /** In the page: when each alarm was painted, and how long each frame took. */
    private static final String INSTRUMENTS = """
            window.painted = {};
            window.frames = [];
            document.addEventListener('DOMContentLoaded', () => {
              new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
                const now = Date.now();
                for (const row of document.querySelectorAll('[data-testid=alarm]')) window.painted[row.dataset.id] ??= now;
              }))).observe(document.querySelector('[data-testid=alarm-list]'), {childList: true});
            });
            let last;
            requestAnimationFrame(function frame(now) {
              if (last) window.frames.push(now - last);
              last = now;
              requestAnimationFrame(frame);
            });
            """;

    private final Pipeline pipeline;
    private final HttpClient http = HttpClient.newHttpClient();
    private Chromium chromium;

    PageLoadIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @BeforeEach
    void launch() {
        chromium = Chromium.launch(pipeline.endpoints().apiUrl());
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void showsEachAlarmAsItComes() throws Exception {
        Page page = open();
        List<Double> millis = new ArrayList<>();

        for (int i = 0; i < ALARMS; i++) {
            DeviceEvent sos = Events.sos()
                    .setDeviceId("quick-" + i)
                    .setEventTime(Instant.ofEpochMilli(System.currentTimeMillis()))
                    .build();
            long sent = System.currentTimeMillis();
            pipeline.send(sos);
            page.waitForFunction("id => window.painted[id]", Chromium.id(sos));
            Number painted = (Number) page.evaluate("id => window.painted[id]", Chromium.id(sos));
            millis.add(painted.doubleValue() - sent);
        }

        report("send-to-visible", Map.of("milliseconds", quantiles(millis)));
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void goesOnWith10000DevicesAndManyEvents() throws Exception {
        Page page = open();
        List<Double> answers;

        try (Command fleet = pipeline.simulate(
                "--devices", "" + DEVICES, "--rate", "" + RATE, "--duration", LOAD.toString(), "--seed", "41")) {
            Awaitility.await("all devices on the page").atMost(LOAD).until(() -> Chromium.devices(page) >= DEVICES);
            page.evaluate("() => { window.frames = []; }");
            answers = newestEventsWhile(fleet);
            assertThat(fleet.await(Duration.ofMinutes(2))).as(fleet.output()).isZero();
        }

        Chromium.screenshot(page, "10000-devices");
        List<?> frames = (List<?>) page.evaluate("() => window.frames");
        report(
                "10000-devices",
                Map.of(
                        "eventsPerSecond", RATE,
                        "frameMilliseconds",
                                quantiles(frames.stream()
                                        .map(frame -> ((Number) frame).doubleValue())
                                        .toList()),
                        "newestEventsMilliseconds", quantiles(answers),
                        "apiResidentMebibytes",
                                Resident.mebibytes(
                                        pipeline.stack().process(Part.API).pid())));
        Chromium.awaitLive(page);
        assertThat(chromium.complaints()).isEmpty();
        // Also so that the tests behind this one find a sink that has caught up.
        assertThat(pipeline.reconcile()).matches(Pipeline.NOTHING_LOST);
    }

    private Page open() {
        Page page = chromium.open("/", new Browser.NewContextOptions().setViewportSize(1440, 900), INSTRUMENTS);
        Chromium.awaitLive(page);
        return page;
    }

    /** Asks for some device's newest events, twenty times a second; answers how many milliseconds each took. */
    private List<Double> newestEventsWhile(Command fleet) throws Exception {
        List<String> devices = devicesOfTheFleet();
        List<Double> millis = new ArrayList<>();
        long due = System.nanoTime();
        for (int i = 0; fleet.isAlive(); i++) {
            get("/api/v1/devices/" + devices.get(i * 7 % devices.size()) + "/events?limit=50");
            // From when it was due: a slow answer counts for those that wait behind it.
            millis.add((System.nanoTime() - due) / 1e6);
            due += EVERY.toNanos();
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return millis;
    }

    private List<String> devicesOfTheFleet() throws Exception {
        JsonNode page = new ObjectMapper().readTree(get("/api/v1/devices?q=device-0&limit=1000"));
        return page.get("items").findValuesAsText("deviceId");
    }

    private String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(pipeline.endpoints().apiUrl() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Map<String, Object> quantiles(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        Map<String, Object> quantiles = new LinkedHashMap<>();
        quantiles.put("count", sorted.size());
        for (int percent : List.of(50, 95, 99, 100)) {
            int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
            quantiles.put(percent == 100 ? "max" : "p" + percent, Math.round(sorted.get(rank - 1) * 10) / 10.0);
        }
        return quantiles;
    }

    private static void report(String name, Map<String, Object> figures) throws IOException {
        String json = new ObjectMapper().writeValueAsString(figures);
        Files.writeString(Files.createDirectories(Chromium.OUTPUT).resolve(name + ".json"), json + "\n");
        System.out.println(name + " " + json);
    }
}
