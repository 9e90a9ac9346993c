package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenModeIT {

    private static Issuer issuer;
    private static GuardedApi api;

    @BeforeAll
    static void start() throws IOException {
        issuer = Issuer.start();
        api = GuardedApi.startWithKeys(
                "server.address=0.0.0.0",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.url(),
                "spring.security.oauth2.resourceserver.jwt.audiences=" + Issuer.AUDIENCE,
                "server.forward-headers-strategy=native");
    }

    @AfterAll
    static void stop() {
        api.close();
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/config",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/webjars/ol/ol.css"
            })
    void opensToAllWhatIsNeededToAskForAToken(String path) throws Exception {
        assertThat(api.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/devices",
                "/api/v1/devices/a",
                "/api/v1/devices/a/events",
                "/api/v1/devices/a/alarms",
                "/api/v1/alarms",
                "/api/v1/stream?type=alarm",
                "/actuator/prometheus",
                "/actuator",
                "/nothing"
            })
    void asksForAToken(String path) throws Exception {
        HttpResponse<String> answer = api.get(path);

        assertProblem(answer, 401);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"vigil\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/devices,403", "/api/v1/devices/a,403", "/api/v1/devices/a/events,403",
        "/api/v1/stream?type=event,403", "/api/v1/devices/a/alarms,200", "/api/v1/alarms,200",
        "/api/v1/stream?type=alarm,200", "/actuator/prometheus,200", "/api/v1/forgotten,403"
    })
    void letsAKeyReadWhatItsScopesSay(String path, int status) throws Exception {
        HttpResponse<String> answer = api.get(path, bearer(GuardedApi.ALARMS_KEY));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertProblem(answer, 403);
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .contains("Bearer realm=\"vigil\", error=\"insufficient_scope\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/devices,200", "/api/v1/devices/a,200", "/api/v1/devices/a/events,200",
        "/api/v1/stream?type=event,200", "/api/v1/devices/a/alarms,403", "/api/v1/alarms,403",
        "/api/v1/stream?type=alarm,403", "/actuator/prometheus,200", "/api/v1/forgotten,403"
    })
    void letsAJwtReadWhatItsScopesSay(String path, int status) throws Exception {
        String token = issuer.token("somebody", "openid events.read");

        assertThat(api.get(path, bearer(token)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/config/../alarms",
                "/api/v1/config/%2e%2e/alarms",
                "/api/v1/config%2f..%2falarms",
                "/webjars/%2e%2e/api/v1/alarms",
                "/webjars/..%2fapi/v1/alarms",
                "/webjars/..;/api/v1/alarms",
                "/docs/..;x/api/v1/alarms",
                "/api/v1/alarms;x=/docs",
                "/api/v1/%61larms",
                "/api/v1/devices/a/%61larms",
                "/api/v1/devices/a/alarms;b=1",
                "/api/v1/devices/a;b=1/alarms",
                "/api/v1/devices/%2e%2e/alarms",
                "/api/v1/alarms/",
                "/API/v1/alarms",
                "/actuator/health/../prometheus",
                "/actuator/health/%2e%2e/prometheus",
                "/actuator/health/..;/prometheus",
                "/actuator;x/prometheus",
                "/%61ctuator/prometheus"
            })
    void isNotTalkedPastARule(String path) throws Exception {
        String answer = api.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(Integer.parseInt(answer.split(" ", 3)[1])).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb,a/b",
        "a%2Fevents,a/events",
        "a%3Bb,a;b",
        "50%25,50%",
        "a%5Cb,a\\b",
        "a.b,a.b",
        "a%2F..%2Fb,a/../b"
    })
    void asksForTheScopeOfADeviceWhateverItIsCalled(String encoded, String id) throws Exception {
        String path = "/api/v1/devices/" + encoded + "/alarms";
        String events = issuer.token("somebody", "events.read");

        assertThat(api.get(path, bearer(GuardedApi.ALARMS_KEY)).body()).isEqualTo(id);
        assertProblem(api.get(path, bearer(events)), 403);
        assertProblem(api.get(path), 401);
    }

    @Test
    void refusesAJwtThatIsNotGood() throws Exception {
        Date anHourAgo = Date.from(Instant.now().minus(Duration.ofHours(1)));
        String expired = issuer.token("somebody", "alarms.read", claims -> claims.expirationTime(anHourAgo));
        String forOthers = issuer.token("somebody", "alarms.read", claims -> claims.audience("others"));
        String ofOthers = issuer.token("somebody", "alarms.read", claims -> claims.issuer("https://others.example"));
        String forged = issuer.forgedToken("somebody", "alarms.read");

        for (String token : new String[] {expired, forOthers, ofOthers, forged, "nonsense", "vigil_nonsense"}) {
            HttpResponse<String> answer = api.get("/api/v1/alarms", bearer(token));

            assertProblem(answer, 401);
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .contains("Bearer realm=\"vigil\", error=\"invalid_token\"");
        }
        assertThat(api.get("/api/v1/alarms", bearer(issuer.token("somebody", "alarms.read")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void keepsATokenInACookieThatScriptsCannotRead() throws Exception {
        HttpResponse<String> begun = api.send("POST", "/api/v1/session", "", bearer(GuardedApi.KEY));
        String cookie = begun.headers().firstValue("set-cookie").orElseThrow();

        HttpResponse<String> alarms = api.get("/api/v1/alarms", "Cookie", cookie.split(";", 2)[0]);
        HttpResponse<String> ended = api.send("DELETE", "/api/v1/session", "");

        assertThat(begun.statusCode()).isEqualTo(204);
        assertThat(cookie).isEqualTo("vigil-session=" + GuardedApi.KEY + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(alarms.statusCode()).isEqualTo(200);
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(ended.headers().firstValue("set-cookie").orElseThrow()).contains("vigil-session=;", "Max-Age=0");
    }

    @Test
    void keepsACookieOfAnHttpsPageToHttps() throws Exception {
        HttpResponse<String> begun = api.send(
                "POST",
                "/api/v1/session",
                "",
                "Authorization",
                "Bearer " + GuardedApi.KEY,
                "X-Forwarded-Proto",
                "https");

        assertThat(begun.headers().firstValue("set-cookie").orElseThrow()).contains("; Secure;");
        assertThat(begun.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
    }

    @Test
    void beginsASessionOnlyWithAGoodTokenInTheHeader() throws Exception {
        String good = "vigil-session=" + GuardedApi.KEY;

        assertProblem(api.send("POST", "/api/v1/session", ""), 401);
        assertProblem(api.send("POST", "/api/v1/session", "", "Cookie", good), 401);
        assertProblem(api.send("POST", "/api/v1/session", "", bearer("vigil_nonsense")), 401);
        HttpResponse<String> tooLong =
                api.send("POST", "/api/v1/session", "", bearer(issuer.token("x".repeat(5_000), "alarms.read")));
        assertProblem(tooLong, 400);
        assertThat(tooLong.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void locksNobodyOutWithABadCookie() throws Exception {
        String bad = "vigil-session=vigil_gone";

        assertThat(api.get("/api/v1/config", "Cookie", bad).statusCode()).isEqualTo(200);
        assertThat(api.get("/webjars/ol/ol.css", "Cookie", bad).statusCode()).isEqualTo(200);
        assertThat(api.get("/", "Cookie", bad).statusCode()).isNotEqualTo(401);
        assertThat(api.send("POST", "/api/v1/session", "", "Cookie", bad, "Authorization", "Bearer " + GuardedApi.KEY)
                        .statusCode())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/alarms", "Cookie", bad, "Authorization", "Bearer " + GuardedApi.KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.send("DELETE", "/api/v1/session", "", "Cookie", bad).statusCode())
                .isEqualTo(204);
        assertProblem(api.get("/api/v1/alarms", "Cookie", bad), 401);
    }

    @Test
    void tellsItsHealthInDetailToCallersOnly() throws Exception {
        assertThat(api.get("/actuator/health").body()).contains("UP").doesNotContain("components");
        assertThat(api.get("/actuator/health", bearer(GuardedApi.KEY)).body()).contains("components");
    }

    @Test
    void answersUnderAnyName() throws Exception {
        String answer = api.raw("GET /api/v1/config HTTP/1.1\r\nHost: vigil.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void readsNoBodyOfAStranger() throws Exception {
        assertProblem(api.send("POST", "/graphql", "x".repeat(1_000_000)), 401);
        assertProblem(api.send("POST", "/graphql", "x".repeat(1_000_000), bearer(GuardedApi.KEY)), 413);
    }

    @Test
    void countsWhatItRefuses() throws Exception {
        api.get("/api/v1/alarms");
        api.get("/api/v1/devices", bearer(GuardedApi.ALARMS_KEY));

        String metrics = api.get("/actuator/prometheus", bearer(GuardedApi.KEY)).body();

        assertThat(metrics)
                .contains("vigil_api_refused_total{reason=\"authentication\"}")
                .contains("vigil_api_refused_total{reason=\"scope\"}")
                .contains("http_server_requests_seconds_bucket")
                .contains("uri=\"/api/v1/session\"")
                .doesNotContain("spring_security_");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("Exception", "expired at");
    }
}
