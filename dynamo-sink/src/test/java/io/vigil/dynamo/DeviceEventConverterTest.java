package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Events;
import io.vigil.schemas.RegistryStub;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceEventConverterTest {

    private final RegistryStub registry = new RegistryStub();
    private final DeviceEventConverter converter = new DeviceEventConverter();

    @BeforeEach
    void configure() {
        converter.configure(registry.clientProperties(), false);
    }

    @AfterEach
    void close() {
        converter.close();
        registry.close();
    }

    @Test
    void givesAnEventTheShapeOfTheTable() {
        byte[] value = encode(Events.sos());

        Struct item = (Struct) converter.toConnectData("alarms", value).value();

        assertThat(item.getString("Device_id")).isEqualTo("device-1");
        assertThat(item.getString("EventTime")).isEqualTo("2020-06-09T09:36:00.000Z#6");
        assertThat(item.getInt32("Event")).isEqualTo(6);
        assertThat(item.getString("Worker_id")).isEqualTo("w-17");
        assertThat(item.getString("Worker_name")).isEqualTo("Ada Łovelace");
        assertThat(item.getFloat64("Latitude")).isEqualTo(59.3293);
        assertThat(item.getFloat64("Longitude")).isEqualTo(18.0686);
        assertThat(item.getInt64("EventTimestamp")).isEqualTo(1591695360000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, -5})
    void putsAnAlarmIntoTheIndexOfRecentAlarms(int code) {
        byte[] value = encode(Events.sos().setDeviceId("bls-1010").setEventCode(code));

        Struct item = (Struct) converter.toConnectData("alarms", value).value();

        assertThat(item.getString("AlarmShard")).isEqualTo("2020-06-09#14");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepsARoutineEventOutOfTheIndexOfRecentAlarms(int code) {
        byte[] value = encode(Events.sos().setEventCode(code));

        Struct item = (Struct) converter.toConnectData("events", value).value();

        assertThat(item.get("AlarmShard")).isNull();
    }

    @Test
    void leavesOutAPositionThatIsNone() {
        byte[] value = encode(Events.sos().setLatitude(Double.NaN));

        Struct item = (Struct) converter.toConnectData("alarms", value).value();

        assertThat(item.get("Latitude")).isNull();
        assertThat(item.get("Longitude")).isNull();
    }

    @Test
    void tellsABadValueFromARegistryThatIsAway() {
        byte[] value = encode(Events.sos());
        registry.failNext(Integer.MAX_VALUE);

        assertThatThrownBy(() -> converter.toConnectData("alarms", new byte[] {1, 2, 3}))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> converter.toConnectData("alarms", value)).isInstanceOf(RetriableException.class);
    }

    private byte[] encode(DeviceEvent.Builder event) {
        try (DeviceEventSerializer serializer = new DeviceEventSerializer()) {
            serializer.configure(registry.clientProperties(), false);
            return serializer.serialize("alarms", event.build());
        }
    }
}
