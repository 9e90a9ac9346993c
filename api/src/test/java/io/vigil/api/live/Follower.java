package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigil.api.live.SseClient.Received;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A client that loses its connection again and again, and comes back with what it saw last. */
final class Follower {

    static final String ALL = "/api/v1/stream?type=alarm,event,device";

    private final List<Received> received = new ArrayList<>();
    private Optional<String> lastEventId = Optional.empty();

    /** Reads until at least so many more messages came, then breaks the connection. */
    void read(URI uri, int messages) throws Exception {
        try (SseClient client = SseClient.open(uri, lastEventId)) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> client.hasEnded() || client.received().size() >= messages);
            close(client);
        }
    }

    /** Reads until it has seen all of some records. */
    void readAll(URI uri, Set<String> names) throws Exception {
        Set<String> missing = new TreeSet<>(names);
        names().forEach(missing::remove);
        try (SseClient client = SseClient.open(uri, lastEventId)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                client.received().stream().map(Follower::name).forEach(missing::remove);
                assertThat(missing).isEmpty();
            });
            close(client);
        }
    }

    /** Reads until at least so many more messages came; then does something that makes the server end the stream. */
    void readAndEnd(URI uri, int messages, AutoCloseable server) throws Exception {
        try (SseClient client = SseClient.open(uri, lastEventId)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> client.received().size() >= messages);
            server.close();
            await().atMost(Duration.ofSeconds(60)).until(client::hasEnded);
            close(client);
        }
    }

    private void close(SseClient client) throws Exception {
        client.close();
        received.addAll(client.received());
        lastEventId = client.lastEventId().or(() -> lastEventId);
    }

    Optional<String> lastEventId() {
        return lastEventId;
    }

    List<Received> received(String event) {
        return received.stream()
                .filter(message -> message.event().equals(event))
                .toList();
    }

    /** That it has seen these records and no other ones, each once, and each device's in the order of its partition. */
    void assertSaw(Set<String> names) {
        assertThat(received("reset")).isEmpty();
        assertThat(names()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(names);
        Map<String, Integer> last = new HashMap<>();
        for (Received message : records()) {
            String ordered = message.event() + '/' + message.deviceId();
            assertThat(message.code()).isGreaterThan(last.getOrDefault(ordered, -1));
            last.put(ordered, message.code());
        }
    }

    private List<Received> records() {
        return received.stream()
                .filter(message -> !message.event().equals("heartbeat"))
                .toList();
    }

    private List<String> names() {
        return records().stream().map(Follower::name).toList();
    }

    private static String name(Received message) {
        return message.event().equals("heartbeat")
                ? ""
                : Traffic.name(message.event(), message.deviceId(), message.code());
    }
}
