package io.vigil.classifier;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroDeserializer;
import io.vigil.schemas.AvroSerializer;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.RegistryUnavailableException;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topology on real brokers, with its health and metrics over HTTP. */
final class RunningClassifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningClassifier.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(30);

    private final SchemaRegistryClient registry;
    private final Serde<DeviceStatus> statusSerde;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final ObservationServer server;
    private final CountDownLatch ended = new CountDownLatch(1);

    private RunningClassifier(ClassifierConfig config) throws IOException {
        registry = SchemaRegistryClient.create(config.properties());
        DeviceEventDecoder decoder = new DeviceEventDecoder(registry);
        statusSerde = Serdes.serdeFrom(
                new AvroSerializer<DeviceStatus>(), new AvroDeserializer<>(DeviceStatus.getClassSchema()));
        statusSerde.configure(config.properties(), false);
        Topology topology =
                ClassifierTopology.create(new EncodedEventSerde(decoder, Clock.systemUTC()), statusSerde, decoder);
        Properties properties = new Properties();
        properties.putAll(config.properties());
        streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(RunningClassifier::onUncaught);
        streams.setStateListener((now, before) -> {
            LOG.info("state={} before={}", now, before);
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
        server = ObservationServer.start(config.httpHost(), config.httpPort(), meters, streams::state);
    }

    /**
     * Starts, after making sure that the topics are there.
     *
     * @throws IOException if the HTTP port cannot be had
     * @throws MissingTopicsException if a topic does not exist
     * @throws KafkaException if no broker answers, or a setting is wrong
     */
    static RunningClassifier start(ClassifierConfig config) throws IOException {
        checkTopics(config.properties());
        RunningClassifier classifier = new RunningClassifier(config);
        classifier.streams.start();
        return classifier;
    }

    /**
     * Waits until it has ended by itself or was closed.
     *
     * @return whether it ended well
     */
    boolean awaitEnd() throws InterruptedException {
        ended.await();
        return streams.state() != State.ERROR;
    }

    /** Commits what is processed, leaves the group, and frees all that was taken. */
    @Override
    public void close() {
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("action=close result=timeout seconds={}", CLOSE_TIMEOUT.toSeconds());
        }
        server.close();
        metrics.close();
        statusSerde.close();
        registry.close();
    }

    /** A registry that is away comes back; anything else that stops a thread would stop the next one too. */
    private static StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                LOG.warn("action=replace-thread reason={}", cause.getMessage());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        LOG.error("action=shutdown", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static void checkTopics(Map<String, Object> properties) {
        Set<String> missing = new TreeSet<>(Topics.all());
        try (Admin admin = Admin.create(properties)) {
            missing.removeAll(admin.listTopics().names().get(TOPICS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("No broker answered at " + properties.get("bootstrap.servers"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while looking for the topics", e);
        }
        if (!missing.isEmpty()) {
            throw new MissingTopicsException(missing);
        }
    }
}
