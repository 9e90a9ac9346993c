package io.vigil.stack;

import io.vigil.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics that are not there yet; none of Vigil's parts makes one by itself. */
final class TopicProvisioner {

    static final int PARTITIONS = 6;

    /**
     * Bytes of a record where something is added to what came in, as headers to a dead letter: what fits into
     * device-events, with Kafka's default of 1 MiB, has to fit here too, or it would stop the application.
     */
    private static final String ROOM_FOR_MORE = Integer.toString(2 << 20);

    private static final int TIMEOUT_SECONDS = 30;

    private TopicProvisioner() {}

    static void provision(String bootstrapServers, short copies) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_SECONDS * 1000);
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = names().stream()
                    .filter(topic -> !there.contains(topic))
                    .map(topic -> topic(topic, copies))
                    .toList();
            admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("cannot make the topics on " + bootstrapServers + ": " + cause(e), e);
        }
    }

    /** Vigil's topics, and what the sink's connectors set aside. */
    static List<String> names() {
        List<String> names = new ArrayList<>(Topics.all());
        names.add(SinkConnectors.deadLetters(Topics.ALARMS));
        names.add(SinkConnectors.deadLetters(Topics.EVENTS));
        return names;
    }

    private static NewTopic topic(String name, short copies) {
        Map<String, String> settings = new HashMap<>();
        if (name.equals(Topics.DEVICE_STATUS)) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        if (!name.equals(Topics.DEVICE_EVENTS)) {
            settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, ROOM_FOR_MORE);
        }
        return new NewTopic(name, PARTITIONS, copies).configs(settings);
    }

    private static Throwable cause(Exception e) {
        return e instanceof ExecutionException ? e.getCause() : e;
    }
}
