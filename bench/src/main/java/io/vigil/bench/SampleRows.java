package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Topics;
import io.vigil.schemas.csv.CsvColumns;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvHeaderException;
import io.vigil.schemas.csv.CsvRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows of a CSV file, some 100 bytes each, of a fleet whose devices report once a minute; one event in a hundred is an
 * alarm. The n-th is the same for everybody, and each is an event of its own.
 */
final class SampleRows {

    static final String HEADER = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude";
    static final CsvDialect DIALECT = CsvDialect.STANDARD;

    private static final int ONE_IN_ALARMS = 100;
    private static final int ALARM_CODES = 6;
    private static final int FIRST_ALARM_CODE = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss");
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final int ENCODED_AT_MOST = 10_000;

    /** How the rows of the first devices begin. */
    private static final List<String> BEGINNINGS = IntStream.range(0, SampleRecords.DEVICES)
            .mapToObj(SampleRows::beginning)
            .toList();

    private SampleRows() {}

    /** The row without the end of its line. */
    static String row(int number) {
        return row(number, SampleRecords.DEVICES);
    }

    /**
     * The row of a fleet of another size; the devices take turns in any.
     *
     * @param devices at most a million
     */
    static String row(int number, int devices) {
        int device = number % devices;
        int minute = number / devices;
        int code =
                number % ONE_IN_ALARMS == 0 ? FIRST_ALARM_CODE + number / ONE_IN_ALARMS % ALARM_CODES : 1 + number % 2;
        // Two primes, so that the digits look as those of people who walk about do to whoever compresses them.
        return (device < BEGINNINGS.size() ? BEGINNINGS.get(device) : beginning(device))
                + code
                + ';'
                + TIME.format(BEGIN.plusMinutes(minute).plusSeconds(device % 60))
                + ";59."
                + (1_000_000 + number * 7_919L % 1_000_000)
                + ";18."
                + (1_000_000 + number * 104_729L % 1_000_000);
    }

    static String deviceId(int device) {
        return "device-%06d".formatted(device);
    }

    private static String beginning(int device) {
        return deviceId(device) + ";worker-%06d;Worker Number %d of the Fleet;".formatted(device, device);
    }

    /** Writes the header and the first rows. */
    static void write(int rows, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
        writer.append(HEADER).append('\n');
        for (int number = 0; number < rows; number++) {
            writer.append(row(number)).append('\n');
        }
        writer.flush();
    }

    /** How many bytes the value of a record has that is made of one of the first rows, in the mean. */
    static int meanValueBytes(int rows) {
        int encoded = Math.min(rows, ENCODED_AT_MOST);
        CsvColumns columns = columns();
        try (DeviceEventSerializer serializer = DeviceEventSerializer.withSchemaIds(Map.of(Topics.EVENTS, 1))) {
            return (int) Math.round(IntStream.range(0, encoded)
                    .map(number ->
                            serializer.serialize(Topics.EVENTS, event(columns, number, SampleRecords.DEVICES)).length)
                    .average()
                    .orElseThrow());
        }
    }

    /** The row of a fleet of so many devices as an event. */
    static DeviceEvent event(CsvColumns columns, int number, int devices) {
        String text = row(number, devices);
        CsvRow row = columns.read(1, text.getBytes(StandardCharsets.US_ASCII), System.currentTimeMillis());
        if (row instanceof CsvRow.Event event) {
            return event.event();
        }
        throw new IllegalStateException("Row " + number + " is no event: " + text);
    }

    /** The columns of {@link #HEADER}, for {@link #event}. */
    static CsvColumns columns() {
        try {
            return CsvColumns.of(HEADER.getBytes(StandardCharsets.US_ASCII), DIALECT);
        } catch (CsvHeaderException e) {
            throw new IllegalStateException("The header has all columns", e);
        }
    }
}
