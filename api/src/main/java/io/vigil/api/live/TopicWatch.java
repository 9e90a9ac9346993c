package io.vigil.api.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at the streamed topics, without holding up whoever asks: which partitions there are, how far they
 * reach, and whether every one of their brokers answers at all.
 */
final class TopicWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int TIMEOUT_MILLIS = (int) TIMEOUT.toMillis();

    private final Admin admin;
    private CompletableFuture<Seen> look = new CompletableFuture<>();
    private long lastLook;
    private boolean failed;

    /**
     * A watch.
     *
     * @param admin is closed with it
     */
    TopicWatch(Admin admin) {
        this.admin = admin;
    }

    /**
     * Looks now, and waits for the answer.
     *
     * @throws KafkaException if there was none, or a topic is missing
     */
    Seen first() {
        try {
            begin();
            return look.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What was seen since it was last asked, if anything. Begins the next look when it is time for it. */
    Optional<Seen> next() {
        if (!look.isDone() || System.nanoTime() - lastLook < PAUSE.toNanos()) {
            return Optional.empty();
        }
        Optional<Seen> seen = result();
        begin();
        return seen;
    }

    private void begin() {
        lastLook = System.nanoTime();
        look = look().toCompletableFuture();
    }

    private Optional<Seen> result() {
        try {
            Seen seen = look.join();
            if (failed) {
                LOG.info("action=look-at-topics result=answered");
            }
            failed = false;
            return Optional.of(seen);
        } catch (CompletionException e) {
            if (!failed) {
                LOG.warn(
                        "action=look-at-topics result=failed reason=\"{}\"",
                        e.getCause().getMessage());
            }
            failed = true;
            return Optional.empty();
        }
    }

    private CompletionStage<Seen> look() {
        CompletionStage<String> cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                .clusterId()
                .toCompletionStage();
        CompletionStage<Map<String, TopicDescription>> topics = admin.describeTopics(
                        StreamType.topics(), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .allTopicNames()
                .toCompletionStage();
        return topics.thenCombine(cluster, TopicWatch::fingerprint)
                .thenCombine(
                        topics.thenCompose(this::ends),
                        (fingerprint, ends) -> new Seen(fingerprint, ends, System.nanoTime()));
    }

    private CompletionStage<Map<TopicPartition, Long>> ends(Map<String, TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> latest = topics.values().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MILLIS);
        return admin.listOffsets(latest, committed).all().toCompletionStage().thenApply(TopicWatch::offsets);
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }

    /** Topics have an id from Kafka 2.8 on, which a topic made anew with an old name does not share. */
    private static int fingerprint(Map<String, TopicDescription> topics, String cluster) {
        String ids = StreamType.topics().stream()
                .map(topic -> topics.get(topic).topicId().toString())
                .collect(Collectors.joining(",", cluster + ':', ""));
        CRC32C sum = new CRC32C();
        sum.update(ids.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** Gives up what has not been answered. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    /**
     * What was seen.
     *
     * @param fingerprint of the topics: the same as long as they are the same
     * @param ends of all partitions: behind the last record that is committed
     * @param at when, by {@link System#nanoTime()}
     */
    record Seen(int fingerprint, Map<TopicPartition, Long> ends, long at) {

        /** Copies the map. */
        Seen {
            ends = Map.copyOf(ends);
        }
    }
}
