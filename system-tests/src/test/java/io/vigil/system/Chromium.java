package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** The Chromium of this machine, driven by Playwright, with the page of a running stack. */
final class Chromium implements AutoCloseable {

    /** Where tests leave what can be looked at. */
    static final Path OUTPUT = Path.of("target", "page");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Playwright playwright;
    private final Browser browser;
    private final String url;

    /** What pages said of errors, which they should not have. */
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private Chromium(Playwright playwright, Browser browser, String url) {
        this.playwright = playwright;
        this.browser = browser;
        this.url = url;
    }

    static Chromium launch(String url) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable()));
        return new Chromium(playwright, browser, url);
    }

    /** A window of its own, without what others have stored, on a screen as it stands in a control room. */
    Page open(String path) {
        return open(path, new Browser.NewContextOptions().setViewportSize(1440, 900), "");
    }

    /**
     * The same, on another screen.
     *
     * @param script runs before the page's own
     */
    Page open(String path, Browser.NewContextOptions options, String script) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE.toMillis());
        context.addInitScript(script);
        Page page = context.newPage();
        page.onPageError(error -> complaints.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.navigate(url + path);
        return page;
    }

    /** What pages had to complain of so far; empties it. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /** Returns once the page has what there is, and hears what comes. */
    static void awaitLive(Page page) {
        page.waitForSelector("[data-testid=connection][data-state=live]");
        page.waitForSelector("#room[data-loaded]");
    }

    /** The row of an alarm in the list. */
    static Locator alarm(Page page, DeviceEvent event) {
        return page.locator("[data-testid=alarm][data-id='" + id(event) + "']");
    }

    /** The alarms in the list, from the top. */
    static List<String> alarms(Page page) {
        return page.locator("[data-testid=alarm]").all().stream()
                .map(row -> row.getAttribute("data-id"))
                .toList();
    }

    /** How many devices the legend counts. */
    static int devices(Page page) {
        return Stream.of("ALARM", "SILENT", "OK")
                .map(state -> page.getByTestId("count-" + state).innerText())
                .mapToInt(count -> count.matches("[\\d\\s.,]+") ? Integer.parseInt(count.replaceAll("\\D", "")) : 0)
                .sum();
    }

    /** What the API and the page know an event by. */
    static String id(DeviceEvent event) {
        return event.getDeviceId()
                + '/'
                + EventTable.sortKey(event.getEventTime().toEpochMilli(), event.getEventCode());
    }

    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(OUTPUT.resolve(name + ".png")));
    }

    static Path executable() {
        List<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .toList();
        assertThat(found).as("Chromium on the PATH; './vigil test' installs it").isNotEmpty();
        return found.get(0);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
