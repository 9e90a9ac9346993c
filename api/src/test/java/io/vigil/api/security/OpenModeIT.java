package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class OpenModeIT {

    private static GuardedApi api;

    @BeforeAll
    static void start() {
        api = GuardedApi.start("vigil.map.tile-url=https://tiles.example:8443/{z}/{x}/{y}.png");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/config",
                "/api/v1/devices",
                "/api/v1/devices/a/alarms",
                "/api/v1/alarms",
                "/api/v1/stream?type=alarm",
                "/api/v1/stream?type=event",
                "/actuator/health/readiness",
                "/actuator/health/liveness",
                "/actuator/prometheus"
            })
    void isOpenToThisMachine(String path) throws Exception {
        assertThat(api.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void refusesToListenElsewhere(String address) {
        assertThatThrownBy(() -> GuardedApi.start("server.address=" + address))
                .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
                .rootCause()
                .hasMessageContaining("server.address")
                .hasMessageContaining("loopback")
                .hasMessageContaining("jwt.issuer-uri")
                .hasMessageContaining("vigil.security.api-keys");
    }

    @Test
    void refusesToHaveTheManagementPortElsewhere() {
        assertThatThrownBy(() -> GuardedApi.start("management.server.port=0", "management.server.address=0.0.0.0"))
                .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
                .rootCause()
                .hasMessageContaining("management.server.address");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,200",
        "LOCALHOST:9,200",
        "127.0.0.1:8080,200",
        "127.1.2.3,200",
        "[::1]:8080,200",
        "evil.example,421",
        "127.0.0.1.evil.example,421",
        "localhost.evil.example:8080,421",
        "192.168.0.7,421"
    })
    void answersOnlyWhoAsksForThisMachine(String host, int status) throws Exception {
        String answer = api.raw("GET /api/v1/alarms HTTP/1.1\r\nHost: " + host
                + "\r\nX-Forwarded-Host: localhost\r\nConnection: close\r\n\r\n");

        assertThat(status(answer)).isEqualTo(status);
        if (status != 200) {
            assertProblem(answer, status);
        }
    }

    @Test
    void tellsBrowsersWhatToKeepTo() throws Exception {
        HttpResponse<String> answer = api.get("/api/v1/devices");

        assertThat(answer.headers().map())
                .containsEntry(
                        "content-security-policy",
                        List.of("default-src 'self'; script-src 'self'; "
                                + "style-src 'self'; img-src 'self' data: blob: https://tiles.example:8443; connect-src 'self'; "
                                + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("strict-origin-when-cross-origin"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsKey("permissions-policy")
                .doesNotContainKeys(
                        "strict-transport-security", "server", "x-powered-by", "access-control-allow-origin");
    }

    @Test
    void allowsTheStyleOfSwaggerUisLogoThereOnly() throws Exception {
        String document = policy(api.get("/swagger-ui/index.html"));

        assertThat(document).endsWith(ContentSecurityPolicy.SWAGGER_UI).doesNotContain("unsafe");
        assertThat(document.replace(ContentSecurityPolicy.SWAGGER_UI, ""))
                .isEqualTo(policy(api.get("/graphiql")))
                .isEqualTo(policy(api.get("/swagger-ui")));
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("content-security-policy").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/nothing,404",
        "GET,/nothing.html,404",
        "GET,/error,404",
        "PUT,/api/v1/session,405",
        "OPTIONS,/api/v1/../../x,400"
    })
    void saysNoInProblemDocuments(String method, String path, int status) throws Exception {
        assertProblem(request(method + ' ' + path + " HTTP/1.1", "Accept: image/png"), status);
    }

    @Test
    void saysNothingOfADefect() throws Exception {
        for (String accept : List.of("*/*", "text/html", "image/png", "no type")) {
            HttpResponse<String> answer = api.get("/api/v1/devices/defect", "Accept", accept);

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.body())
                    .contains("\"instance\":\"/api/v1/devices/defect\"")
                    .doesNotContain("Per Dahl", "Exception", "trace", "at io.vigil");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webjars/../../application.properties",
                "/webjars/%2e%2e/%2e%2e/application.properties",
                "/webjars/..%2f..%2fapplication.properties",
                "/webjars/..;/..;/application.properties",
                "/webjars/%252e%252e/application.properties",
                "/webjars/..%5c..%5capplication.properties",
                "//application.properties",
                "/../application.properties",
                "/%00",
                "/webjars/ol/../../../x"
            })
    void staysInsideItsPaths(String path) throws Exception {
        String answer = request("GET " + path + " HTTP/1.1");

        assertThat(status(answer)).isIn(400, 404);
        assertProblem(answer, status(answer));
        assertThat(answer).doesNotContain("spring.application.name");
    }

    @Test
    void hasNoTrace() throws Exception {
        String answer = request("TRACE / HTTP/1.1", "Cookie: vigil-session=secret");

        assertThat(status(answer)).isIn(400, 405);
        assertProblem(answer, status(answer));
        assertThat(answer).doesNotContain("secret");
    }

    @Test
    void refusesWhatIsNoHttp() throws Exception {
        assertProblem(api.raw("nonsense\r\n\r\n"), 400);
        assertProblem(request("GET /<script> HTTP/1.1"), 400);
        assertProblem(api.raw("GET / HTTP/1.1\r\n\r\n"), 400);
        assertProblem(api.raw("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"), 505);
    }

    @Test
    void refusesALineOrHeadersThatAreTooLong() throws Exception {
        String answer = request("GET /?q=" + "x".repeat(20_000) + " HTTP/1.1");
        assertThat(status(answer)).isIn(400, 414);
        assertProblem(answer, status(answer));

        String headers = request("GET / HTTP/1.1", "X-Long: " + "x".repeat(20_000));
        assertThat(status(headers)).isIn(400, 431);
        assertProblem(headers, status(headers));
    }

    @Test
    void refusesABodyThatSaysItIsTooLong() throws Exception {
        HttpResponse<String> fits = api.send("POST", "/graphql", "x".repeat(BodyLimitFilter.MAX_BODY));
        HttpResponse<String> tooLong = api.send("POST", "/graphql", "x".repeat(1_000_000));

        assertThat(fits.body()).isEqualTo("length=" + BodyLimitFilter.MAX_BODY);
        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(tooLong.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void refusesABodyThatTurnsOutTooLong() throws Exception {
        String chunk = Integer.toHexString(60_000) + "\r\n" + "x".repeat(60_000) + "\r\n";

        String fits = request(
                "POST /graphql HTTP/1.1",
                "Content-Type: text/plain",
                "Transfer-Encoding: chunked",
                "\r\n" + chunk + chunk + "0\r\n\r\n");
        String tooLong = request(
                "POST /graphql HTTP/1.1",
                "Content-Type: text/plain",
                "Transfer-Encoding: chunked",
                "\r\n" + chunk + chunk + chunk + "0\r\n\r\n");

        assertThat(fits).contains("length=120000");
        assertProblem(tooLong, 413);
    }

    @Test
    void letsNoOtherOriginIn() throws Exception {
        HttpResponse<String> simple = api.get("/api/v1/alarms", "Origin", "https://evil.example");
        String preflight = request(
                "OPTIONS /api/v1/alarms HTTP/1.1",
                "Origin: https://evil.example",
                "Access-Control-Request-Method: GET");

        assertThat(simple.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertProblem(preflight, 403);
        assertThat(preflight.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow-origin");
    }

    @Test
    void hasNoSessionToBegin() throws Exception {
        HttpResponse<String> answer = api.send("POST", "/api/v1/session", "", "Authorization", "Bearer anything");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void tellsItsHealthInDetail() throws Exception {
        assertThat(api.get("/actuator/health").body()).contains("components", "livenessState");
        assertThat(api.get("/actuator/health/nothing/there").statusCode()).isEqualTo(403);
        assertThat(api.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    private static String request(String line, String... headers) throws IOException {
        return api.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length > 0 && headers[headers.length - 1].startsWith("\r\n") ? "" : "\r\n\r\n"));
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private static void assertProblem(String answer, int status) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("\r\ncontent-type: application/problem+json")
                .containsIgnoringCase("\r\nx-content-type-options: nosniff")
                .contains("\"status\":" + status)
                .doesNotContain("Exception", "Tomcat", "Apache", "\tat ");
    }
}
