package io.vigil.stack;

import io.vigil.schemas.Topics;
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

    private static final short COPIES = 1;
    private static final int TIMEOUT_SECONDS = 30;

    private TopicProvisioner() {}

    static void provision(String bootstrapServers) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_SECONDS * 1000);
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = Topics.all().stream()
                    .filter(topic -> !there.contains(topic))
                    .map(TopicProvisioner::topic)
                    .toList();
            admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("cannot make the topics on " + bootstrapServers + ": " + cause(e), e);
        }
    }

    private static NewTopic topic(String name) {
        NewTopic topic = new NewTopic(name, PARTITIONS, COPIES);
        if (name.equals(Topics.DEVICE_STATUS)) {
            topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        return topic;
    }

    private static Throwable cause(Exception e) {
        return e instanceof ExecutionException ? e.getCause() : e;
    }
}
