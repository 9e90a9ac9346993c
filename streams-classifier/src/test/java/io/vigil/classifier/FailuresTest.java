package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RegistryStub;
import io.vigil.schemas.RegistryUnavailableException;
import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.SchemaRegistryClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    private static final InvalidEventException INVALID =
            new InvalidEventException(RejectionReason.MALFORMED, "The value is null");

    private final Map<String, Object> configs =
            Map.of(ClassifierMetrics.CONFIG, new ClassifierMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));

    static Stream<Arguments> failuresToProduce() {
        return Stream.of(
                Arguments.of(new TimeoutException("late"), ProductionExceptionHandler.Result.RETRY),
                Arguments.of(new NotEnoughReplicasException("few"), ProductionExceptionHandler.Result.RETRY),
                Arguments.of(
                        new TimeoutException("not present in metadata", new UnknownTopicOrPartitionException("gone")),
                        ProductionExceptionHandler.Result.FAIL),
                Arguments.of(new RecordTooLargeException("large"), ProductionExceptionHandler.Result.FAIL),
                Arguments.of(new TopicAuthorizationException("no"), ProductionExceptionHandler.Result.FAIL));
    }

    @ParameterizedTest
    @MethodSource("failuresToProduce")
    void triesAgainWhatMayPassAndNeverSkipsARecordThatABrokerRefuses(
            Exception failure, ProductionExceptionHandler.Result result) {
        ProductionFailures handler = new ProductionFailures();

        ProductionExceptionHandler.Response response = handler.handleError(
                new Place("alarms"), new ProducerRecord<>("alarms", new byte[0], new byte[0]), failure);

        assertThat(response.result()).isEqualTo(result);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    static Stream<Arguments> failuresOfAThread() {
        return Stream.of(
                Arguments.of(new StreamsException(registryThatIsAway()), StreamThreadExceptionResponse.REPLACE_THREAD),
                Arguments.of(
                        new StreamsException(new TimeoutException("late")),
                        StreamThreadExceptionResponse.REPLACE_THREAD),
                Arguments.of(
                        new StreamsException(new InvalidTxnStateException("timed out while no broker answered")),
                        StreamThreadExceptionResponse.REPLACE_THREAD),
                Arguments.of(
                        new StreamsException(new InvalidPidMappingException("forgotten meanwhile")),
                        StreamThreadExceptionResponse.REPLACE_THREAD),
                Arguments.of(
                        new StreamsException(
                                new TimeoutException("not present", new UnknownTopicOrPartitionException("gone"))),
                        StreamThreadExceptionResponse.SHUTDOWN_CLIENT),
                Arguments.of(new MissingSourceTopicException("gone"), StreamThreadExceptionResponse.SHUTDOWN_CLIENT),
                Arguments.of(
                        new StreamsException(new TopicAuthorizationException("no")),
                        StreamThreadExceptionResponse.SHUTDOWN_CLIENT),
                Arguments.of(
                        new StreamsException(new KafkaException("The registry refuses")),
                        StreamThreadExceptionResponse.SHUTDOWN_CLIENT),
                Arguments.of(new IllegalStateException("a bug"), StreamThreadExceptionResponse.SHUTDOWN_CLIENT));
    }

    @ParameterizedTest
    @MethodSource("failuresOfAThread")
    void goesOnOnlyAfterWhatComesBackByItself(Throwable thrown, StreamThreadExceptionResponse response) {
        assertThat(RunningClassifier.onUncaught(thrown)).isEqualTo(response);
    }

    @Test
    void sendsNoDeadLetterOfARecordThatIsAlreadyInAnotherTopic() {
        ProcessingFailures handler = new ProcessingFailures();
        handler.configure(configs);
        Record<byte[], byte[]> record = new Record<>(new byte[0], new byte[0], 0);

        assertThat(handler.handleError(new Place("last-known-status"), record, INVALID)
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(handler.handleError(new Place(DeviceRecord.NAME), record, new IllegalStateException("a bug"))
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(handler.handleError(new Place(DeviceRecord.NAME), record, INVALID)
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    }

    @Test
    void makesADeadLetterOfARecordWithoutATimestamp() {
        DeserializationFailures handler = new DeserializationFailures();
        handler.configure(configs);

        DeserializationExceptionHandler.Response response =
                handler.handleError(new Place("device-events"), withoutTimestamp(), INVALID);

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords())
                .singleElement()
                .satisfies(letter -> assertThat(letter.timestamp()).isNull());
    }

    @Test
    void takesTheTimeOfArrivalWhereThereIsNoTimestamp() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        ArrivalTime time = new ArrivalTime(Clock.fixed(now, ZoneOffset.UTC));
        ConsumerRecord<Object, Object> without = new ConsumerRecord<>("device-events", 0, 1, null, null);
        ConsumerRecord<Object, Object> with = new ConsumerRecord<>(
                "device-events",
                0,
                1,
                7,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());

        assertThat(time.extract(without, -1)).isEqualTo(now.toEpochMilli());
        assertThat(time.extract(with, -1)).isEqualTo(7);
    }

    private static RegistryUnavailableException registryThatIsAway() {
        try (RegistryStub registry = new RegistryStub();
                SchemaRegistryClient client = SchemaRegistryClient.create(registry.clientProperties())) {
            registry.failNext(Integer.MAX_VALUE);
            return assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> client.schemaById(1))
                    .actual();
        }
    }

    private static ConsumerRecord<byte[], byte[]> withoutTimestamp() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("device-events", 0, 1, null, null);
        assertThat(record.timestamp()).isNegative();
        return record;
    }

    /** Where a failure happened. */
    private record Place(String processorNodeId) implements ErrorHandlerContext {

        @Override
        public String topic() {
            return "device-events";
        }

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public long offset() {
            return 1;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders();
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 0);
        }

        @Override
        public long timestamp() {
            return 0;
        }

        @Override
        public byte[] sourceRawKey() {
            return new byte[0];
        }

        @Override
        public byte[] sourceRawValue() {
            return new byte[0];
        }
    }
}
