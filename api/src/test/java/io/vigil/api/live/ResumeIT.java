package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigil.api.live.SseClient.Received;
import io.vigil.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that go on from where their reader was, wherever and whenever. */
class ResumeIT {

    @TempDir
    private static Path state;

    private static TestTopics topics;
    private static TestApi api;

    @BeforeAll
    static void start() {
        topics = TestTopics.start(state);
        api = startApi(Map.of());
    }

    @AfterAll
    static void stop() {
        api.close();
        topics.close();
    }

    @Test
    void bringsWhatCameWhileTheClientWasAway() throws Exception {
        Follower follower = followFromNow();
        topics.write(
                topics.alarm("away", 3),
                topics.alarm("away", 4),
                topics.event(Topics.EVENTS, "away", 1),
                topics.status("away", 4));
        Set<String> missed = Set.of(
                Traffic.name("alarm", "away", 3),
                Traffic.name("alarm", "away", 4),
                Traffic.name("event", "away", 1),
                Traffic.name("device", "away", 4));

        follower.readAll(api.uri(Follower.ALL), missed);

        follower.assertSaw(missed);
    }

    @Test
    void bringsEachRecordOnceThoughConnectionsBreakAgainAndAgain() throws Exception {
        Follower one = followFromNow();
        Follower other = followFromNow();

        try (Traffic traffic = Traffic.start(topics)) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> breakAgainAndAgain(one, 1, 1_500));
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> breakAgainAndAgain(other, 2, 100));
            CompletableFuture.allOf(first, second).join();
            Set<String> sent = traffic.stop();
            one.readAll(api.uri(Follower.ALL), sent);
            other.readAll(api.uri(Follower.ALL), sent);

            one.assertSaw(sent);
            other.assertSaw(sent);
        }
    }

    @Test
    void goesOnBehindARestart() throws Exception {
        Follower follower = followFromNow();

        try (Traffic traffic = Traffic.start(topics)) {
            TestApi first = startApi(Map.of());
            follower.readAndEnd(first.uri(Follower.ALL), 5_000, first);
            int before = traffic.count();
            soon().until(() -> traffic.count() > before + 5_000);
            try (TestApi second = startApi(Map.of())) {
                follower.read(second.uri(Follower.ALL), 1_000);
                Set<String> sent = traffic.stop();
                follower.readAll(second.uri(Follower.ALL), sent);

                follower.assertSaw(sent);
            }
        }
    }

    @Test
    void goesOnAtAnotherInstanceWhicheverIsAhead() throws Exception {
        Random random = new Random(3);
        Follower follower = followFromNow();

        try (TestApi other = startApi(Map.of());
                Traffic traffic = Traffic.start(topics)) {
            for (int connection = 0; connection < 30; connection++) {
                follower.read((connection % 2 == 0 ? other : api).uri(Follower.ALL), 1 + random.nextInt(300));
            }
            Set<String> sent = traffic.stop();
            follower.readAll(other.uri(Follower.ALL), sent);

            follower.assertSaw(sent);
        }
    }

    @Test
    void beginsWithWhatCameWithinSomeTime() throws Exception {
        deleteAlarms(1);
        topics.write(
                ago(Duration.ofMinutes(20), topics.alarm("since", 3)),
                ago(Duration.ofMinutes(4), topics.alarm("since", 4)),
                ago(Duration.ofMinutes(1), topics.alarm("since", 5)));

        try (SseClient client = SseClient.open(api.uri("/api/v1/stream?type=alarm&deviceId=since&since=PT5M"))) {
            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(2));

            topics.write(in(1, topics.alarm("since", 6)));

            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(3));
            assertThat(client.received("alarm")).extracting(Received::code).containsExactly(4, 5, 6);
            assertThat(client.received().get(0).event()).isEqualTo("heartbeat");
        }
    }

    @Test
    void noticesPartitionsThatAreAdded() throws Exception {
        Follower follower = followFromNow();
        int before;
        try (Admin admin = topics.admin();
                SseClient client = SseClient.open(api.uri("/api/v1/stream?deviceId=added"))) {
            soon().until(() -> !client.received().isEmpty());
            before = admin.describeTopics(Set.of(Topics.ALARMS))
                    .allTopicNames()
                    .get()
                    .get(Topics.ALARMS)
                    .partitions()
                    .size();

            admin.createPartitions(Map.of(Topics.ALARMS, NewPartitions.increaseTo(before + 2)))
                    .all()
                    .get();
            topics.write(in(before, topics.alarm("added", 3)), in(before + 1, topics.alarm("added", 4)));

            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(2));
        }
        Set<String> added = Set.of(Traffic.name("alarm", "added", 3), Traffic.name("alarm", "added", 4));
        follower.readAll(api.uri(Follower.ALL), added);
        follower.assertSaw(added);
    }

    @Test
    void tellsWhatIsNoPosition() throws Exception {
        assertReset(api, "no position", "not a position");
        assertReset(api, "AAAA", "not a position");
    }

    @Test
    void tellsAPositionOfOtherTopics() throws Exception {
        assertReset(api, Position.start(4711).encode(), "other topics");
    }

    @Test
    void tellsAPositionBeyondTheEnd() throws Exception {
        assertReset(api, position(now -> now.with(StreamType.ALARM, 0, 1L << 40)), "beyond the end");
    }

    @Test
    void tellsThatRecordsWereDeleted() throws Exception {
        topics.write(in(0, topics.alarm("deleted", 3)));
        soon().until(() -> livePosition().next(StreamType.ALARM, 0) > 0);
        deleteAlarms(0);

        assertReset(api, position(now -> now.with(StreamType.ALARM, 0, 0)), "deleted");
    }

    @Test
    void tellsAPositionThatIsTooFarBack() throws Exception {
        try (TestApi impatient = startApi(Map.of("vigil.stream.max-catch-up-records", 5))) {
            String position = position(UnaryOperator.identity());
            for (int i = 0; i < 6; i++) {
                topics.write(topics.alarm("far", 3));
            }
            Position written = livePosition();
            soon().until(() ->
                    impatient.bean(LiveFeed.class).position().orElseThrow().reaches(written));

            assertReset(impatient, position, "too far back");
        }
    }

    @Test
    void doesNotMindWhatBecameOfTopicsThatAreNotAskedFor() throws Exception {
        String position = position(now -> now.with(StreamType.EVENT, 0, 1L << 40));

        try (SseClient client =
                SseClient.open(api.uri("/api/v1/stream?type=alarm&deviceId=mine"), Optional.of(position))) {
            soon().until(() -> !client.received().isEmpty());
            topics.write(topics.alarm("mine", 3));

            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));
            assertThat(client.received("reset")).isEmpty();
        }
    }

    private static void assertReset(TestApi instance, String lastEventId, String reason) throws Exception {
        try (SseClient client =
                SseClient.open(instance.uri("/api/v1/stream?deviceId=reset"), Optional.of(lastEventId))) {
            soon().untilAsserted(() -> assertThat(client.received()).hasSizeGreaterThan(1));
            topics.write(topics.alarm("reset", 6));

            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));
            assertThat(client.received().subList(0, 2))
                    .extracting(Received::event)
                    .containsExactly("reset", "heartbeat");
            assertThat(client.received("reset").get(0).json().path("reason").asString())
                    .contains(reason);
        }
    }

    private static void breakAgainAndAgain(Follower follower, long seed, int longest) {
        Random random = new Random(seed);
        try {
            for (int connection = 0; connection < 40; connection++) {
                follower.read(api.uri(Follower.ALL), 1 + random.nextInt(longest));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Follower followFromNow() throws Exception {
        Follower follower = new Follower();
        follower.read(api.uri(Follower.ALL), 1);
        return follower;
    }

    private static String position(UnaryOperator<Position> changed) {
        return changed.apply(livePosition()).encode();
    }

    private static Position livePosition() {
        return api.bean(LiveFeed.class).position().orElseThrow();
    }

    private static void deleteAlarms(int partition) throws Exception {
        TopicPartition alarms = new TopicPartition(Topics.ALARMS, partition);
        try (Admin admin = topics.admin()) {
            admin.deleteRecords(Map.of(alarms, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    /** A record of the second partition, with an earlier timestamp. */
    private static ProducerRecord<byte[], byte[]> ago(Duration time, ProducerRecord<byte[], byte[]> record) {
        long timestamp = System.currentTimeMillis() - time.toMillis();
        return new ProducerRecord<>(record.topic(), 1, timestamp, record.key(), record.value());
    }

    private static ProducerRecord<byte[], byte[]> in(int partition, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), partition, record.key(), record.value());
    }

    private static TestApi startApi(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(topics.settings());
        all.putAll(settings);
        TestApi started = TestApi.start(all);
        soon().until(started::isReady);
        return started;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
