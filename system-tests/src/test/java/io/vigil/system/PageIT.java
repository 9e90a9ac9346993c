package io.vigil.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.Events;
import io.vigil.stack.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page as somebody in a control room has it before them: a real browser on the running stack. */
@ExtendWith(SharedStack.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PageIT {

    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private final Pipeline pipeline;
    private Chromium chromium;

    PageIT(Pipeline pipeline) {
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
    void showsAnSosWithoutReload() throws Exception {
        Page page = live("/");
        DeviceEvent sos = now(Events.sos().setDeviceId("page-sos"));

        page.evaluate("() => { window.sameDocument = true; }");
        pipeline.send(sos);

        assertThat(Chromium.alarm(page, sos)).isVisible();
        // Looked at in each frame: the title flashes.
        page.waitForFunction("() => document.title.includes('1 new alarm')");
        assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void callsNobodyForAnAlarmThatIsReplayedFromHistory() throws Exception {
        // A code of its own: the list begins with what is newer, and there may be thousands of it.
        Page page = live("/?since=7d&codes=4077");
        DeviceEvent.Builder alarm = Events.sos().setEventCode(4077);
        DeviceEvent history = ago(Duration.ofDays(2), alarm.setDeviceId("page-history"));
        DeviceEvent late = ago(Duration.ofHours(3), alarm.setDeviceId("page-late"));

        pipeline.send(history);
        assertThat(Chromium.alarm(page, history)).isVisible();
        // Looked at once: what calls is set before the alarm is drawn.
        assertThat(page.title()).doesNotContain("alarm");
        assertThat(page.locator("#announcer").textContent()).isEmpty();

        pipeline.send(late);
        assertThat(page.locator("#announcer")).containsText("page-late");
        page.waitForFunction("() => document.title.includes('1 new alarm')");
    }

    @Test
    void catchesUpByItselfWhenTheApiWasAwayForAMinute() throws Exception {
        Page page = live("/");
        page.evaluate("() => { window.sameDocument = true; }");
        List<DeviceEvent> sent = new ArrayList<>();

        pipeline.stack().stop(Part.API);
        long end = System.nanoTime() + OUTAGE.toNanos();
        while (System.nanoTime() < end) {
            DeviceEvent sos = now(Events.sos().setDeviceId("page-away-" + sent.size()));
            pipeline.send(sos);
            sent.add(sos);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
        assertThat(page.getByTestId("connection")).not().hasAttribute("data-state", "live");
        Chromium.screenshot(page, "api-away");
        pipeline.stack().start(Part.API);
        Chromium.awaitLive(page);

        for (DeviceEvent sos : sent) {
            assertThat(Chromium.alarm(page, sos)).hasCount(1);
        }
        assertThat(Chromium.alarms(page)).doesNotHaveDuplicates();
        assertThat(page.evaluate("() => window.sameDocument")).isEqualTo(true);
    }

    @Test
    void showsAScriptInANameAsText() throws Exception {
        String name = "<script>window.run = 1</script><img src=x onerror='window.run = 1'>";
        DeviceEvent sos = now(Events.sos().setDeviceId("page-script").setWorkerName(name));
        Page page = live("/");

        pipeline.send(sos);
        Chromium.alarm(page, sos).click();

        assertThat(Chromium.alarm(page, sos)).containsText(name);
        assertThat(page.getByTestId("detail")).containsText(name);
        assertThat(page.evaluate("() => window.run")).isNull();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void showsWhereADeviceWasAndWhatItSaid() throws Exception {
        DeviceEvent sos = walk("page-walker");
        Page page = live("/");

        Chromium.alarm(page, sos).click();

        assertThat(page.getByTestId("detail")).containsText("page-walker");
        assertThat(page.locator("[data-testid=history-rows] tr")).hasCount(31);
        Chromium.screenshot(page, "device");
        Page sameLink =
                chromium.open(page.url().substring(pipeline.endpoints().apiUrl().length()));
        assertThat(sameLink.getByTestId("detail")).containsText("page-walker");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void hasNothingThatAxeObjectsTo() throws Exception {
        walk("page-axe");

        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (Screen screen : Screen.values()) {
                Page page = chromium.open("/", screen.options().setColorScheme(colours), "");
                Chromium.awaitLive(page);
                String name = screen.name().toLowerCase(Locale.ROOT) + "-"
                        + colours.name().toLowerCase(Locale.ROOT);
                look(page, name);
                page.getByTestId("search").fill("page-axe");
                page.getByTestId("search-option").first().waitFor();
                look(page, name + "-search");
                page.getByTestId("search-option").first().click();
                page.locator("[data-testid=history-rows] tr").first().waitFor();
                look(page, name + "-device");
                page.context().close();
            }
        }

        assertThat(chromium.complaints()).isEmpty();
    }

    private static void look(Page page, String name) {
        Chromium.screenshot(page, name);
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": " + targets(rule))
                                .toList())
                .as(name)
                .isEmpty();
    }

    private static List<String> targets(Rule rule) {
        return rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    private Page live(String path) {
        Page page = chromium.open(path);
        Chromium.awaitLive(page);
        return page;
    }

    /** Half an hour of a worker's way, with an SOS at its end, which is answered once all of it can be read. */
    private DeviceEvent walk(String device) throws Exception {
        Instant start = Instant.ofEpochMilli(System.currentTimeMillis()).minus(Duration.ofMinutes(30));
        for (int minute : IntStream.range(0, 30).toArray()) {
            pipeline.send(Events.checkIn()
                    .setDeviceId(device)
                    .setEventCode(EventCode.TIME_REPORT.code())
                    .setEventTime(start.plus(Duration.ofMinutes(minute)))
                    .setLatitude(59.32 + minute * 0.0004)
                    .setLongitude(18.06 + minute % 7 * 0.0009)
                    .build());
        }
        DeviceEvent sos = now(Events.sos().setDeviceId(device));
        pipeline.send(sos);
        Awaitility.await("all of the walk in the tables")
                .atMost(Duration.ofMinutes(1))
                .until(() -> pipeline.itemsOfDevice(device).size() == 31);
        return sos;
    }

    private static DeviceEvent now(DeviceEvent.Builder event) {
        return ago(Duration.ZERO, event);
    }

    private static DeviceEvent ago(Duration age, DeviceEvent.Builder event) {
        return event.setEventTime(
                        Instant.ofEpochMilli(System.currentTimeMillis()).minus(age))
                .build();
    }

    private enum Screen {
        DESKTOP(1440, 900),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }

        Browser.NewContextOptions options() {
            return new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setHasTouch(this == PHONE);
        }
    }
}
