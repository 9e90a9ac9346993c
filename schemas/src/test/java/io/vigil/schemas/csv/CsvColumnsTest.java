package io.vigil.schemas.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.Events;
import io.vigil.schemas.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvColumnsTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final String HEADER = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude";
    private static final CsvDialect STOCKHOLM = new CsvDialect(';', ZoneId.of("Europe/Stockholm"));

    @Test
    void makesAnEventOfARow() throws CsvHeaderException {
        CsvRow row = read(HEADER, "device-1;w-17;Ada Łovelace;6;20200609 09:36:00;59.3293;18.0686");

        assertThat(event(row)).isEqualTo(Events.sos().build());
        assertThat(row.line()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Event;Device ID;EventTime",
                " event ; DEVICE_ID ;event_time",
                "EVENT;deviceid;Event Time",
                "\"Event\";\"Device ID\";\"EventTime\""
            })
    void findsColumnsByName(String header) throws CsvHeaderException {
        DeviceEvent event = event(read(header, "6;device-1;20200609 09:36:00"));

        assertThat(event)
                .isEqualTo(Events.sos()
                        .setWorkerId(null)
                        .setWorkerName(null)
                        .setLatitude(null)
                        .setLongitude(null)
                        .build());
    }

    @Test
    void ignoresColumnsThatItDoesNotKnow() throws CsvHeaderException {
        DeviceEvent event = event(
                read("Note;" + HEADER + ";;", "x;device-1;w-17;Ada Łovelace;6;20200609 09:36:00;59.3293;18.0686;y;"));

        assertThat(event).isEqualTo(Events.sos().build());
    }

    @Test
    void namesTheColumnsThatAHeaderLacks() {
        assertThatThrownBy(() -> columns("Device ID,Worker ID\tEvent;Latitude"))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessage("The header has no column 'Device ID', 'Event', 'EventTime'; with the delimiter ';' its "
                        + "columns are 2: Device ID,Worker ID Event;Latitude");
    }

    @Test
    void refusesAColumnThatIsThereTwice() {
        assertThatThrownBy(() -> columns(HEADER + ";device_id"))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessage("The header has the column 'Device ID' twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Device ID;Event;EventTime", "\"Device ID\"x;Event;EventTime", "Device ID;Event\rEventTime"})
    void refusesAHeaderThatIsNoRecord(String header) {
        assertThatThrownBy(() -> columns(header))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessageStartingWith("The header is not one CSV record")
                .hasMessageNotContaining("\r");
    }

    @ParameterizedTest
    @CsvSource({
        "20200609 09:36:00, 2020-06-09T07:36:00Z",
        "' 20200609 09:36:00 ', 2020-06-09T07:36:00Z",
        "20201209 09:36:00, 2020-12-09T08:36:00Z",
        "20200609 09:36:00.123456789, 2020-06-09T07:36:00.123Z",
        "2020-06-09T09:36:00, 2020-06-09T07:36:00Z",
        "2020-06-09 09:36:00, 2020-06-09T07:36:00Z",
        "2020-06-09T09:36, 2020-06-09T07:36:00Z",
        "2020-06-09T09:36:00.5, 2020-06-09T07:36:00.500Z",
        "2020-06-09T09:36:00Z, 2020-06-09T09:36:00Z",
        "2020-06-09t09:36:00.007z, 2020-06-09T09:36:00.007Z",
        "2020-06-09 09:36:00+05:30, 2020-06-09T04:06:00Z",
        "2020-06-09T09:36:00-0100, 2020-06-09T10:36:00Z",
        "2020-06-09T09:36:00+02, 2020-06-09T07:36:00Z",
        "20200609T093600Z, 2020-06-09T09:36:00Z",
        "20200609 09:36+02, 2020-06-09T07:36:00Z",
        "20200609 093600.5, 2020-06-09T07:36:00.500Z",
        // In Stockholm this hour comes twice; the first is meant.
        "2020-10-25 02:30:00, 2020-10-25T00:30:00Z",
        "2020-03-29 02:30:00, 2020-03-29T01:30:00Z"
    })
    void readsTimesInEveryFormOfTheContract(String time, Instant expected) throws CsvHeaderException {
        CsvRow row = columns("Device ID;Event;EventTime").read(2, utf8("d;1;" + time), NOW);

        assertThat(event(row).getEventTime()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "09:36:00",
                "20200609",
                "2020-02-30 00:00:00",
                "2020-06-09 24:00:00",
                "20200609 09:36:00 CET",
                "9.6.2020 09:36",
                "1591695360000",
                "2020-06-09T09:36:00+99:00",
                "20200609 09:36:00x"
            })
    void rejectsWhatIsNoTime(String time) throws CsvHeaderException {
        CsvRow row = read("Device ID;Event;EventTime", "d;1;" + time);

        assertThat(rejected(row).reason()).isEqualTo(RejectionReason.MALFORMED);
        assertThat(rejected(row).detail()).isEqualTo("The time is neither yyyyMMdd HH:mm:ss nor ISO-8601");
    }

    @ParameterizedTest
    @CsvSource({
        "59.3293, 18.0686, 59.3293, 18.0686, false",
        "'59,3293', '18,0686', 59.3293, 18.0686, false",
        "' -90 ', +180, -90, 180, false",
        "0, -0.0, 0, -0.0, false",
        "1e1, 1E-5, 10, 0.00001, false",
        "'', '', , , false",
        "' ', '', , , false",
        "59.3, '', , , true",
        "'', 18, , , true",
        "90.001, 18, , , true",
        "59, NaN, , , true",
        "59, Infinity, , , true",
        "59, n/a, , , true",
        "'1.234,5', 18, , , true"
    })
    void readsAPositionAndRemovesWhatIsNone(
            String latitude, String longitude, Double expectedLatitude, Double expectedLongitude, boolean removed)
            throws CsvHeaderException {
        CsvRow row = read(
                "Device ID;Event;EventTime;Latitude;Longitude",
                "d;6;2020-06-09T09:36:00Z;" + latitude + ';' + longitude);

        assertThat(event(row).getLatitude()).isEqualTo(expectedLatitude);
        assertThat(event(row).getLongitude()).isEqualTo(expectedLongitude);
        assertThat(((CsvRow.Event) row).positionRemoved()).isEqualTo(removed);
    }

    @ParameterizedTest
    @CsvSource({"6, 6", "' 6 ', 6", "+6, 6", "-2147483648, -2147483648", "0, 0"})
    void readsCodes(String code, int expected) throws CsvHeaderException {
        assertThat(event(read("Device ID;Event;EventTime", "d;" + code + ";20200609 09:36:00"))
                        .getEventCode())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "d;SOS;20200609 09:36:00, MALFORMED, The event code is not a whole number",
        "d;;20200609 09:36:00, MALFORMED, The event code is not a whole number",
        "d;6.0;20200609 09:36:00, MALFORMED, The event code is not a whole number",
        "d;2147483648;20200609 09:36:00, MALFORMED, The event code is not a whole number",
        ";6;20200609 09:36:00, EMPTY_DEVICE_ID, The device id is empty",
        "d;6, MALFORMED, 'The header has 3 fields, the row 2'",
        "d;6;20200609 09:36:00;, MALFORMED, 'The header has 3 fields, the row 4'",
        "\"d\"x;6;20200609 09:36:00, MALFORMED, 'A quote is not closed, or text follows a closing one'",
        "\"d;6;20200609 09:36:00, MALFORMED, 'A quote is not closed, or text follows a closing one'"
    })
    void saysWhyARowIsNoEvent(String row, RejectionReason reason, String detail) throws CsvHeaderException {
        CsvRow.Rejected rejected = rejected(read("Device ID;Event;EventTime", row));

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.detail()).isEqualTo(detail);
        assertThat(rejected.bytes()).isEqualTo(utf8(row));
    }

    @Test
    void validatesTheTimeAsTheLivePathDoes() throws CsvHeaderException {
        assertThat(rejected(read(HEADER, "d;;;6;19700101 00:01:00;;")).reason())
                .isEqualTo(RejectionReason.TIME_OUT_OF_RANGE);
        assertThat(rejected(read(HEADER, "d;;;6;2026-01-02T00:00:00.001Z;;")).reason())
                .isEqualTo(RejectionReason.TIME_OUT_OF_RANGE);
        assertThat(read(HEADER, "d;;;6;2026-01-02T00:00:00Z;;")).isInstanceOf(CsvRow.Event.class);
    }

    @Test
    void keepsTheBytesOfARowThatIsNotUtf8() throws CsvHeaderException {
        byte[] latin1 = "d;;Åsa;6;20200609 09:36:00;;".getBytes(StandardCharsets.ISO_8859_1);

        CsvRow row = columns(HEADER).read(2, latin1, NOW);

        assertThat(rejected(row).detail()).isEqualTo("The row is not UTF-8");
        assertThat(row.bytes()).isEqualTo(latin1);
    }

    @Test
    void takesAnyCharacterForADelimiterButThoseOfRecords() {
        assertThat(CsvDialect.of("\\t", STOCKHOLM.zone()).delimiter()).isEqualTo('\t');
        assertThat(CsvDialect.of("#", STOCKHOLM.zone()).delimiter()).isEqualTo('#');
        for (String none : new String[] {"", "ab", "\"", "\n", "\r"}) {
            assertThatThrownBy(() -> CsvDialect.of(none, STOCKHOLM.zone()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static CsvRow read(String header, String row) throws CsvHeaderException {
        return CsvColumns.of(utf8(header), CsvDialect.STANDARD).read(7, utf8(row), NOW);
    }

    private static CsvColumns columns(String header) throws CsvHeaderException {
        return CsvColumns.of(utf8(header), STOCKHOLM);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DeviceEvent event(CsvRow row) {
        assertThat(row).isInstanceOf(CsvRow.Event.class);
        return ((CsvRow.Event) row).event();
    }

    private static CsvRow.Rejected rejected(CsvRow row) {
        assertThat(row).isInstanceOf(CsvRow.Rejected.class);
        return (CsvRow.Rejected) row;
    }
}
