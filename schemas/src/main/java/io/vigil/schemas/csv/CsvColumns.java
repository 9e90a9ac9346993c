package io.vigil.schemas.csv;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where in the rows of a file the values of an event stand, and the one rule that makes an event of a row. Columns are
 * found by name, whatever their order, case, spaces or underscores; those that are not known are ignored. Safe for use
 * by several threads.
 */
public final class CsvColumns {

    /** Enough of a wrong header to see what is wrong with it. */
    private static final int SHOWN_HEADER = 120;

    private final CsvDialect dialect;
    private final CsvSplitter splitter;
    private final int count;
    private final Map<Column, Integer> places;

    private CsvColumns(CsvDialect dialect, CsvSplitter splitter, int count, Map<Column, Integer> places) {
        this.dialect = dialect;
        this.splitter = splitter;
        this.count = count;
        this.places = places;
    }

    /**
     * The columns of a file.
     *
     * @param header the file's first line, UTF-8, without a byte order mark and without its end
     * @param dialect how the file is written
     * @return its columns
     * @throws CsvHeaderException if a column that an event needs is not there, or a known one is there twice
     */
    public static CsvColumns of(byte[] header, CsvDialect dialect) throws CsvHeaderException {
        String text = text(header).orElseThrow(() -> new CsvHeaderException("The header is not UTF-8 text"));
        CsvSplitter splitter = new CsvSplitter(dialect.delimiter());
        String[] names = splitter.split(text)
                .orElseThrow(() -> new CsvHeaderException("The header is not one CSV record: " + shown(text)));
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (int i = 0; i < names.length; i++) {
            Optional<Column> column = Column.of(names[i]);
            if (column.isPresent() && places.put(column.get(), i) != null) {
                throw new CsvHeaderException("The header has the column '" + column.get().title + "' twice");
            }
        }
        List<String> missing = Arrays.stream(Column.values())
                .filter(column -> column.required && !places.containsKey(column))
                .map(column -> "'" + column.title + "'")
                .toList();
        if (!missing.isEmpty()) {
            throw new CsvHeaderException("The header has no column " + String.join(", ", missing)
                    + "; with the delimiter '" + dialect.delimiter() + "' its columns are " + names.length + ": "
                    + shown(text));
        }
        return new CsvColumns(dialect, splitter, names.length, places);
    }

    private static String shown(String header) {
        return header.substring(0, Math.min(SHOWN_HEADER, header.length())).replaceAll("\\p{Cntrl}", " ");
    }

    /**
     * Reads one row.
     *
     * @param line where it starts in its file, from 1
     * @param bytes the row without the end of its last line
     * @param now the reader's clock, epoch milliseconds
     * @return the event, or why there is none
     */
    public CsvRow read(long line, byte[] bytes, long now) {
        try {
            String text = text(bytes)
                    .orElseThrow(() -> new InvalidEventException(RejectionReason.MALFORMED, "The row is not UTF-8"));
            return event(line, bytes, fields(text), now);
        } catch (InvalidEventException e) {
            return new CsvRow.Rejected(line, bytes, e.reason(), e.getMessage());
        }
    }

    /** The text, unless the bytes are not UTF-8: then a reader must not guess what was meant. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether a text ends within quotes, and goes on with the next line. */
    boolean isOpen(String text) {
        return splitter.isOpen(text);
    }

    /** Whether a text has as many fields as the header, whatever stands in them. */
    boolean fits(String text) {
        return splitter.split(text).filter(fields -> fields.length == count).isPresent();
    }

    /** Whether a line that ends within quotes would have enough fields if its quotes meant nothing. */
    boolean looksWhole(String line) {
        return line.chars()
                        .filter(character -> character == dialect.delimiter())
                        .count()
                >= count - 1;
    }

    private String[] fields(String text) {
        String[] fields = splitter.split(text)
                .orElseThrow(() -> new InvalidEventException(
                        RejectionReason.MALFORMED, "A quote is not closed, or text follows a closing one"));
        if (fields.length != count) {
            throw new InvalidEventException(
                    RejectionReason.MALFORMED, "The header has " + count + " fields, the row " + fields.length);
        }
        return fields;
    }

    private CsvRow.Event event(long line, byte[] bytes, String[] fields, long now) {
        String deviceId = field(fields, Column.DEVICE_ID);
        long time = CsvTime.parse(field(fields, Column.EVENT_TIME), dialect.zone());
        EventValidation.check(deviceId.length(), time, now);
        String latitude = field(fields, Column.LATITUDE).strip();
        String longitude = field(fields, Column.LONGITUDE).strip();
        double north = degrees(latitude);
        double east = degrees(longitude);
        boolean hasPosition = EventValidation.isPosition(north, east);
        DeviceEvent event = DeviceEvent.newBuilder()
                .setEventCode(code(field(fields, Column.EVENT)))
                .setDeviceId(deviceId)
                .setEventTime(Instant.ofEpochMilli(time))
                .setWorkerId(orNull(field(fields, Column.WORKER_ID)))
                .setWorkerName(orNull(field(fields, Column.WORKER_NAME)))
                .setLatitude(hasPosition ? north : null)
                .setLongitude(hasPosition ? east : null)
                .build();
        boolean saysPosition = !latitude.isEmpty() || !longitude.isEmpty();
        return new CsvRow.Event(line, bytes, event, saysPosition && !hasPosition);
    }

    private String field(String[] fields, Column column) {
        Integer place = places.get(column);
        return place == null ? "" : fields[place];
    }

    private static String orNull(String field) {
        return field.isEmpty() ? null : field;
    }

    private static int code(String field) {
        try {
            return Integer.parseInt(field.strip());
        } catch (NumberFormatException e) {
            throw new InvalidEventException(RejectionReason.MALFORMED, "The event code is not a whole number");
        }
    }

    /** Degrees with a decimal point or a decimal comma; NaN, which is no position, for what is no number. */
    private static double degrees(String field) {
        if (field.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(field.replace(',', '.'));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** What an event is made of. */
    private enum Column {
        DEVICE_ID("Device ID", true),
        WORKER_ID("Worker ID", false),
        WORKER_NAME("Worker Name", false),
        EVENT("Event", true),
        EVENT_TIME("EventTime", true),
        LATITUDE("Latitude", false),
        LONGITUDE("Longitude", false);

        private final String title;
        private final boolean required;

        Column(String title, boolean required) {
            this.title = title;
            this.required = required;
        }

        private static Optional<Column> of(String name) {
            String plain = plain(name);
            return Arrays.stream(values())
                    .filter(column -> plain(column.title).equals(plain))
                    .findFirst();
        }

        private static String plain(String name) {
            return name.replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
        }
    }
}
