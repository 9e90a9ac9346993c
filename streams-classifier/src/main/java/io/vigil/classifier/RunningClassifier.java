package io.vigil.classifier;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroDeserializer;
import io.vigil.schemas.AvroSerializer;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.SchemaRegistryClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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

    /** KIP-1050 names the first three kinds; a transaction that is over belongs to them, and is none of them in Kafka 4.3. */
    private static final List<Class<? extends KafkaException>> PASSING = List.of(
            RetriableException.class,
            ApplicationRecoverableException.class,
            TransactionAbortableException.class,
            InvalidTxnStateException.class);

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
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ClassifierMetrics outcomes = new ClassifierMetrics(meters, Clock.systemUTC());
        Topology topology = ClassifierTopology.create(
                new EncodedEventSerde(decoder, Clock.systemUTC()),
                statusSerde,
                decoder,
                outcomes,
                config.alarmCommitInterval());
        Properties properties = new Properties();
        properties.putAll(config.properties());
        properties.put(ClassifierMetrics.CONFIG, outcomes);
        streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(RunningClassifier::onUncaught);
        streams.setStateListener((now, before) -> {
            LOG.info("state={} before={}", now, before);
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
        try {
            server = ObservationServer.start(config.httpHost(), config.httpPort(), meters, streams::state);
        } catch (IOException e) {
            closeAllButTheServer();
            throw e;
        }
    }

    /**
     * Starts, after making sure that the topics are there.
     *
     * @throws IOException if the HTTP port cannot be had
     * @throws MissingTopicsException if a topic does not exist
     * @throws KafkaException if no broker answers, or a setting is wrong
     */
    static RunningClassifier start(ClassifierConfig config) throws IOException {
        TopicCheck.run(config.properties());
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
        closeAllButTheServer();
        server.close();
    }

    private void closeAllButTheServer() {
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("action=close result=timeout seconds={}", CLOSE_TIMEOUT.toSeconds());
        }
        metrics.close();
        statusSerde.close();
        registry.close();
    }

    /**
     * A registry or a broker that is away comes back, and a new thread has a new producer, which knows nothing of a
     * transaction that timed out meanwhile; whatever else stops a thread would stop the next one too. A topic that is gone
     * does not come back by itself, though Kafka has that among what can be tried again.
     */
    static StreamThreadExceptionResponse onUncaught(Throwable thrown) {
        boolean passes = PASSING.stream().anyMatch(kind -> Failures.isCausedBy(kind, thrown))
                && !Failures.isCausedBy(UnknownTopicOrPartitionException.class, thrown);
        if (passes) {
            LOG.warn("action=replace-thread reason=\"{}\"", thrown.getMessage());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("action=shutdown", thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
