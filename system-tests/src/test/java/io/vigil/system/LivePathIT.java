package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Events;
import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** From a device to the tables. */
@ExtendWith(SharedStack.class)
class LivePathIT {

    private final Pipeline pipeline;

    LivePathIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void bringsAnAlarmToItsTableWithAllThatItSays() throws Exception {
        DeviceEvent sos = Events.sos().setDeviceId("live-1").build();

        pipeline.send(sos);

        soon().untilAsserted(() -> assertThat(pipeline.item(EventTable.ALARMS, sos))
                .hasValueSatisfying(item -> assertThat(item)
                        .containsEntry("Device_id", AttributeValue.fromS("live-1"))
                        .containsEntry("EventTime", AttributeValue.fromS("2020-06-09T09:36:00.000Z#6"))
                        .containsEntry("Event", AttributeValue.fromN("6"))
                        .containsEntry("Worker_id", AttributeValue.fromS("w-17"))
                        .containsEntry("Worker_name", AttributeValue.fromS("Ada Łovelace"))
                        .containsEntry("Latitude", AttributeValue.fromN("59.3293"))
                        .containsEntry("Longitude", AttributeValue.fromN("18.0686"))
                        .containsEntry("EventTimestamp", AttributeValue.fromN("1591695360000"))
                        .containsEntry("AlarmShard", AttributeValue.fromS("2020-06-09#00"))
                        .hasSize(9)));
        assertThat(pipeline.item(EventTable.EVENTS, sos)).isEmpty();
    }

    @Test
    void bringsARoutineEventToTheOtherTable() throws Exception {
        DeviceEvent checkIn = Events.checkIn().setDeviceId("live-2").build();

        pipeline.send(checkIn);

        soon().until(() -> pipeline.item(EventTable.EVENTS, checkIn).isPresent());
        assertThat(pipeline.item(EventTable.ALARMS, checkIn)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, -5, Integer.MAX_VALUE})
    void takesACodeThatNobodyKnowsForAnAlarm(int code) throws Exception {
        DeviceEvent event =
                Events.sos().setDeviceId("live-unknown").setEventCode(code).build();

        pipeline.send(event);

        soon().until(() -> pipeline.item(EventTable.ALARMS, event).isPresent());
    }

    @Test
    void neverHoldsAnAlarmBackForItsPosition() throws Exception {
        DeviceEvent indoors = Events.sos()
                .setDeviceId("live-indoors")
                .setLatitude(null)
                .setLongitude(null)
                .build();
        DeviceEvent offTheMap =
                Events.sos().setDeviceId("live-off").setLatitude(123.0).build();

        pipeline.send(indoors);
        pipeline.send(offTheMap);

        soon().untilAsserted(() -> assertThat(List.of(
                        pipeline.item(EventTable.ALARMS, indoors).orElseThrow(),
                        pipeline.item(EventTable.ALARMS, offTheMap).orElseThrow()))
                .allSatisfy(item -> assertThat(item).doesNotContainKeys("Latitude", "Longitude")));
    }

    @Test
    void setsAsideWhatIsNoEventByteForByteAndGoesOn() throws Exception {
        byte[] good = pipeline.encoded(Events.sos().setDeviceId("live-bad").build());
        byte[] wrongMagic = good.clone();
        wrongMagic[0] = 1;
        byte[] unknownId = ByteBuffer.wrap(good.clone()).putInt(1, 987_654).array();
        byte[] nobody = pipeline.encoded(Events.sos().setDeviceId("").build());
        byte[] longAgo = pipeline.encoded(Events.sos()
                .setDeviceId("live-bad")
                .setEventTime(Instant.parse("1970-01-01T00:00:07Z"))
                .build());
        byte[] garbage = "no event at all \0\1\2".getBytes(StandardCharsets.UTF_8);
        DeviceEvent later = Events.sos().setDeviceId("live-bad").setEventCode(3).build();

        for (byte[] value : List.of(garbage, wrongMagic, unknownId, nobody, longAgo)) {
            pipeline.send(Topics.DEVICE_EVENTS, "live-bad", value);
        }
        pipeline.send(later);

        soon().until(() -> pipeline.item(EventTable.ALARMS, later).isPresent());
        List<ConsumerRecord<byte[], byte[]>> deadLetters = pipeline.records(Topics.DEVICE_EVENTS_DLQ);
        assertThat(reasonOf(garbage, deadLetters)).isEqualTo(RejectionReason.MALFORMED.label());
        assertThat(reasonOf(wrongMagic, deadLetters)).isEqualTo(RejectionReason.MALFORMED.label());
        assertThat(reasonOf(unknownId, deadLetters)).isEqualTo(RejectionReason.UNKNOWN_SCHEMA.label());
        assertThat(reasonOf(nobody, deadLetters)).isEqualTo(RejectionReason.EMPTY_DEVICE_ID.label());
        assertThat(reasonOf(longAgo, deadLetters)).isEqualTo(RejectionReason.TIME_OUT_OF_RANGE.label());
    }

    /** The reason on the one dead letter that has these bytes. */
    private static String reasonOf(byte[] value, List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        List<ConsumerRecord<byte[], byte[]>> same = deadLetters.stream()
                .filter(record -> Arrays.equals(record.value(), value))
                .toList();
        assertThat(same).hasSize(1);
        byte[] reason =
                same.get(0).headers().lastHeader(DeadLetterHeaders.REASON).value();
        return new String(reason, StandardCharsets.UTF_8);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }
}
