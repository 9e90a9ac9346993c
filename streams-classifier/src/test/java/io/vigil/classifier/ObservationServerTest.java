package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vigil.schemas.RejectionReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationServerTest {

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile State state = State.CREATED;
    private ObservationServer server;

    @BeforeEach
    void start() throws IOException {
        server = ObservationServer.start("127.0.0.1", 0, meters, () -> state);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, 200, 503",
        "REBALANCING, 200, 503",
        "RUNNING, 200, 200",
        "PENDING_SHUTDOWN, 200, 503",
        "PENDING_ERROR, 200, 503",
        "NOT_RUNNING, 503, 503",
        "ERROR, 503, 503"
    })
    void isReadyOnlyWhileItRunsAndLiveUntilItHasEnded(State now, int live, int ready) throws Exception {
        state = now;

        assertThat(get("/health/live").statusCode()).isEqualTo(live);
        assertThat(get("/health/ready").statusCode()).isEqualTo(ready);
        assertThat(get("/health/ready").body()).isEqualTo("{\"state\":\"" + now + "\"}\n");
    }

    @Test
    void showsWhatBecameOfRecordsToPrometheus() throws Exception {
        ClassifierMetrics metrics = new ClassifierMetrics(meters, Clock.systemUTC());
        metrics.received();
        metrics.deadLetter(RejectionReason.MALFORMED);
        metrics.alarm(0);

        String page = get("/metrics").body();

        assertThat(page)
                .contains("vigil_classifier_received_total 1.0")
                .contains("vigil_classifier_events_total 0.0")
                .contains("vigil_classifier_alarms_total 1.0")
                .contains("vigil_classifier_dead_letters_total{reason=\"malformed\"} 1.0")
                .contains("vigil_classifier_dead_letters_total{reason=\"empty-device-id\"} 0.0")
                .contains("vigil_classifier_positions_removed_total 0.0")
                .contains("vigil_classifier_alarm_delay_seconds_bucket{le=\"0.05\"} 0")
                .contains("vigil_classifier_alarm_delay_seconds_count 1");
    }

    @Test
    void namesAPortThatItCannotHave() {
        assertThatThrownBy(() -> ObservationServer.start("127.0.0.1", server.port(), meters, () -> state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot listen on 127.0.0.1:" + server.port())
                .hasMessageContaining("http.port");
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
