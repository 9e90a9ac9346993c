package io.vigil.classifier;

import io.vigil.events.DeviceStatus;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.Topics;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * {@code device-events} → {@code alarms} | {@code events}, and {@code device-status}. What is no event does not get past
 * the source: its deserializer throws, and {@link DeserializationFailures} sends it to {@code device-events.dlq}. How
 * many went where is in {@link ClassifierMetrics}.
 */
final class ClassifierTopology {

    private ClassifierTopology() {}

    /**
     * The topology, whatever broker and registry it runs with.
     *
     * @param eventSerde reads and validates; writes the bytes that were read
     * @param statusSerde writes the last known status
     * @param decoder reads what stands in an event, where its bytes are not enough
     * @param metrics counts what became of each record
     * @param alarmCommitInterval what two commits for alarms are apart at least
     * @return a topology whose operators all have names of their own, so that metrics and the store keep theirs
     */
    static Topology create(
            Serde<EncodedEvent> eventSerde,
            Serde<DeviceStatus> statusSerde,
            DeviceEventDecoder decoder,
            ClassifierMetrics metrics,
            Duration alarmCommitInterval) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], EncodedEvent> events = builder.stream(
                        Topics.DEVICE_EVENTS,
                        Consumed.with(Serdes.ByteArray(), eventSerde).withName("device-events"))
                .process(() -> new DeviceRecord(decoder, metrics), Named.as(DeviceRecord.NAME));

        events.split(Named.as("route-"))
                .branch(
                        (key, event) -> event.isAlarm(),
                        Branched.withConsumer(alarms -> alarms.processValues(
                                        () -> new Counted(alarm -> metrics.alarm(alarm.timestamp())),
                                        Named.as("count-alarms"))
                                .process(new PromptCommit.Supplier(alarmCommitInterval), Named.as("commit-alarms"))
                                .to(
                                        Topics.ALARMS,
                                        Produced.with(Serdes.ByteArray(), eventSerde)
                                                .withName("alarms"))))
                .defaultBranch(Branched.withConsumer(routine -> routine.processValues(
                                () -> new Counted(event -> metrics.event()), Named.as("count-events"))
                        .to(
                                Topics.EVENTS,
                                Produced.with(Serdes.ByteArray(), eventSerde).withName("events"))));

        events.process(new LastKnownStatus.Supplier(decoder), Named.as("last-known-status"))
                .to(
                        Topics.DEVICE_STATUS,
                        Produced.with(Serdes.ByteArray(), statusSerde).withName("device-status"));

        return builder.build();
    }
}
