package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsIT {

    @Test
    void slowsDownOneCallerAndNoOther() throws Exception {
        try (GuardedApi api =
                GuardedApi.startWithKeys("vigil.security.requests-per-second=1", "vigil.security.burst=5")) {
            HttpResponse<String> first = api.get("/api/v1/alarms", bearer(GuardedApi.KEY));
            HttpResponse<String> refused = untilTooMany(() -> api.get("/api/v1/alarms", bearer(GuardedApi.KEY)));
            HttpResponse<String> other = api.get("/api/v1/alarms", bearer(GuardedApi.ALARMS_KEY));
            HttpResponse<String> stranger = api.get("/api/v1/alarms");
            HttpResponse<String> file = api.get("/webjars/ol/ol.css");

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(api.get("/actuator/prometheus", bearer(GuardedApi.ALARMS_KEY))
                            .body())
                    .contains("vigil_api_refused_total{reason=\"rate\"} 1.0");
        }
    }

    @Test
    void slowsDownAnAddressWithBadTokensButNoneWithGoodOnes() throws Exception {
        try (GuardedApi api = GuardedApi.startWithKeys()) {
            HttpResponse<String> first = api.get("/api/v1/alarms", bearer("vigil_bad"));
            HttpResponse<String> refused = untilTooMany(() -> api.get("/api/v1/alarms", bearer("vigil_bad")));

            assertThat(first.statusCode()).isEqualTo(401);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(api.get("/api/v1/alarms", bearer(GuardedApi.KEY)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsInTheOriginsThatAreNamed() throws Exception {
        try (GuardedApi api = GuardedApi.startWithKeys("vigil.security.cors-origins=https://portal.example")) {
            String preflight = preflight(api, "https://portal.example");
            String refused = preflight(api, "https://portal.example.evil.example");
            HttpResponse<String> alarms = api.get(
                    "/api/v1/alarms", "Origin", "https://portal.example", "Authorization", "Bearer " + GuardedApi.KEY);

            assertThat(preflight)
                    .startsWith("HTTP/1.1 200")
                    .contains("Access-Control-Allow-Origin: https://portal.example")
                    .contains("Access-Control-Allow-Headers: authorization")
                    .doesNotContain("Allow-Credentials");
            assertThat(refused)
                    .startsWith("HTTP/1.1 403")
                    .contains("application/problem+json")
                    .doesNotContain("Allow-Origin");
            assertThat(alarms.statusCode()).isEqualTo(200);
            assertThat(alarms.headers().firstValue("access-control-allow-origin"))
                    .contains("https://portal.example");
        }
    }

    @Test
    void asksToTryAgainWhileTheIssuerCannotBeAsked() throws Exception {
        Issuer issuer = Issuer.start();
        String token = issuer.token("somebody", "alarms.read");
        issuer.close();

        for (String setting : List.of("jwk-set-uri=" + issuer.url() + "/keys", "issuer-uri=" + issuer.url())) {
            try (GuardedApi api = GuardedApi.start("spring.security.oauth2.resourceserver.jwt." + setting)) {
                HttpResponse<String> answer = api.get("/api/v1/alarms", bearer(token));

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
                assertThat(answer.body()).doesNotContain(issuer.url(), "Exception");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void waitsForNoBodyOfAStranger(String length) throws Exception {
        try (GuardedApi api =
                GuardedApi.startWithKeys("server.tomcat.threads.max=1", "server.tomcat.connection-timeout=10m")) {
            String answer = api.raw("POST /graphql HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n1");

            assertThat(answer).startsWith("HTTP/1.1 401").contains("application/problem+json");
            assertThat(api.get("/api/v1/config").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        try (GuardedApi api = GuardedApi.start("server.tomcat.connection-timeout=200ms")) {
            assertThat(api.raw("")).isEmpty();
            assertThat(api.raw("GET / HTTP/1.1\r\nHost: local")).doesNotContain("200");
        }
    }

    private static HttpResponse<String> untilTooMany(Callable<HttpResponse<String>> call) throws Exception {
        HttpResponse<String> answer = call.call();
        for (int calls = 1; answer.statusCode() != 429 && calls < 300; calls++) {
            answer = call.call();
        }
        return answer;
    }

    private static String preflight(GuardedApi api, String origin) throws IOException {
        return api.raw("OPTIONS /api/v1/alarms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n\r\n");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
