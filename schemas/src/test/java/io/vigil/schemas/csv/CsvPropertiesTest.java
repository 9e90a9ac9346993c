package io.vigil.schemas.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CsvPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final List<String> COLUMNS =
            List.of("Device ID", "Worker ID", "Worker Name", "Event", "EventTime", "Latitude", "Longitude", "Note");

    /** How a file may be written, whatever stands in it. */
    private record Writer(
            CsvDialect dialect,
            String end,
            boolean mark,
            boolean quoteAll,
            boolean comma,
            String time,
            List<String> order) {

        String file(List<DeviceEvent> events) {
            String rows = events.stream().map(event -> row(event) + end).collect(Collectors.joining());
            return (mark ? "\uFEFF" : "") + record(order) + end + rows;
        }

        String row(DeviceEvent event) {
            Map<String, String> values = new HashMap<>();
            values.put("Device ID", event.getDeviceId());
            values.put("Worker ID", event.getWorkerId());
            values.put("Worker Name", event.getWorkerName());
            values.put("Event", Integer.toString(event.getEventCode()));
            values.put("EventTime", time(event.getEventTime()));
            values.put("Latitude", degrees(event.getLatitude()));
            values.put("Longitude", degrees(event.getLongitude()));
            return record(order.stream()
                    .map(name -> values.get(name) == null ? "" : values.get(name))
                    .toList());
        }

        private String record(List<String> fields) {
            return fields.stream().map(this::field).collect(Collectors.joining(String.valueOf(dialect.delimiter())));
        }

        private String field(String value) {
            boolean quote = quoteAll
                    || value.chars().anyMatch(c -> c == '"' || c == '\r' || c == '\n' || c == dialect.delimiter());
            return quote ? '"' + value.replace("\"", "\"\"") + '"' : value;
        }

        private String degrees(Double value) {
            String text = value == null ? "" : value.toString();
            return comma ? text.replace('.', ',') : text;
        }

        /** Without an offset only where that says which instant is meant. */
        private String time(Instant instant) {
            LocalDateTime local = LocalDateTime.ofInstant(instant, dialect.zone());
            boolean exact = !time.startsWith("uuuuMMdd") || instant.getNano() == 0;
            boolean one = local.atZone(dialect.zone()).toInstant().equals(instant);
            return exact && one ? DateTimeFormatter.ofPattern(time).format(local) : instant.toString();
        }
    }

    @Property
    void readsBackWhatWasWritten(
            @ForAll @Size(max = 8) List<@From("events") DeviceEvent> events, @ForAll("writers") Writer writer)
            throws IOException {
        List<CsvRow> rows = read(writer.file(events).getBytes(StandardCharsets.UTF_8), writer.dialect());

        assertThat(rows).extracting(CsvPropertiesTest::event).isEqualTo(events);
    }

    @Property
    void losesOnlyTheRowWithAQuoteThatIsNotClosed(
            @ForAll @Size(min = 1, max = 8) List<@From("plainEvents") DeviceEvent> events,
            @ForAll("writers") Writer writer,
            @ForAll @IntRange(max = 7) int row,
            @ForAll @IntRange(max = 7) int field)
            throws IOException {
        Writer plain = new Writer(writer.dialect(), writer.end(), false, false, false, writer.time(), writer.order());
        List<String> lines = new ArrayList<>(Arrays.asList(plain.file(events).split(plain.end())));
        int broken = row % events.size();
        String[] fields = lines.get(broken + 1).split(quoted(plain), -1);
        fields[field] = '"' + fields[field];
        lines.set(broken + 1, String.join(String.valueOf(plain.dialect().delimiter()), fields));

        List<CsvRow> rows = read(String.join(plain.end(), lines).getBytes(StandardCharsets.UTF_8), plain.dialect());

        List<DeviceEvent> others = new ArrayList<>(events);
        others.remove(broken);
        assertThat(rows).hasSize(events.size());
        assertThat(rows.get(broken)).isInstanceOf(CsvRow.Rejected.class);
        assertThat(rows)
                .filteredOn(CsvRow.Event.class::isInstance)
                .extracting(CsvPropertiesTest::event)
                .isEqualTo(others);
    }

    @Property
    void hasEveryByteInOneRowWhateverTheTextIs(@ForAll("texts") String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertHasEveryByte(body, "a;Device ID;Event;EventTime\n");
    }

    @Property
    void hasEveryByteInOneRowWhateverTheBytesAre(@ForAll byte[] body) throws IOException {
        assertHasEveryByte(body, "Event;Device ID;EventTime\r\n");
    }

    @Property
    void readsOrRefusesWhateverTheFileIs(@ForAll byte[] file) {
        try {
            read(file, CsvDialect.STANDARD);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(CsvHeaderException.class);
        }
    }

    @Property
    void splitsPlainTextAsTheParserDoes(
            @ForAll @StringLength(max = 30) @Chars({';', ',', 'a', ' ', '\t', '\0', 'ö'}) String text) {
        String[] fields = new CsvSplitter(';').split(text).orElse(null);

        // A quote anywhere sends it to the parser; here it is a field of its own behind all others.
        String[] parsed = new CsvSplitter(';').split(text + ";\"\"").orElseThrow();
        if (text.isEmpty()) {
            assertThat(fields).isNull();
        } else {
            assertThat(fields).containsExactly(Arrays.copyOf(parsed, parsed.length - 1));
        }
    }

    @Property
    void splitsHaveTogetherJustTheRowsOfTheFile(
            @ForAll("texts") String text, @ForAll @Size(max = 4) List<@IntRange(max = 400) Integer> cuts)
            throws IOException {
        byte[] file = ("a;Device ID;Event;EventTime\n" + text).getBytes(StandardCharsets.UTF_8);

        List<CsvRow> rows = new ArrayList<>();
        for (CsvSplit split : splits(file, cuts)) {
            rows.addAll(read(file, split));
        }

        assertThat(rows).usingRecursiveFieldByFieldElementComparator().isEqualTo(read(file, CsvDialect.STANDARD));
    }

    private static List<CsvSplit> splits(byte[] file, List<Integer> cuts) {
        int[] bounds = Stream.concat(Stream.of(0, file.length), cuts.stream().map(cut -> Math.min(cut, file.length)))
                .mapToInt(Integer::intValue)
                .distinct()
                .sorted()
                .toArray();
        List<CsvSplit> splits = new ArrayList<>();
        for (int i = 1; i < bounds.length; i++) {
            int start = bounds[i - 1];
            splits.add(new CsvSplit(start, bounds[i], 1 + count(file, Math.max(0, start - 1))));
        }
        return splits;
    }

    private static List<CsvRow> read(byte[] file, CsvSplit split) throws IOException {
        CsvColumns columns = CsvColumns.of(
                CsvEventReader.readHeader(new ByteArrayInputStream(file)).line(), CsvDialect.STANDARD);
        int from = (int) split.readFrom();
        InputStream in = new ByteArrayInputStream(file, from, file.length - from);
        List<CsvRow> rows = new ArrayList<>();
        try (CsvEventReader reader = CsvEventReader.openSplit(in, columns, split, CLOCK)) {
            reader.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** Walks through the body from row to row; between two of them there are only ends of lines. */
    private static void assertHasEveryByte(byte[] body, String header) throws IOException {
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, file, head.length, body.length);

        List<CsvRow> rows = read(file, CsvDialect.STANDARD);

        int at = 0;
        for (CsvRow row : rows) {
            at = skipEnds(body, at);
            assertThat(row.line()).isEqualTo(2 + count(body, at));
            assertThat(Arrays.copyOfRange(body, at, at + row.bytes().length)).isEqualTo(row.bytes());
            at += row.bytes().length;
            assertThat(at == body.length || body[at] == '\r' || body[at] == '\n')
                    .isTrue();
        }
        assertThat(skipEnds(body, at)).isEqualTo(body.length);
    }

    /** The first byte behind ends of lines: LF and CRLF; a CR alone is content. */
    private static int skipEnds(byte[] body, int from) {
        int at = from;
        while (at < body.length
                && (body[at] == '\n' || body[at] == '\r' && at + 1 < body.length && body[at + 1] == '\n')) {
            at++;
        }
        return at;
    }

    private static long count(byte[] body, int until) {
        long lines = 0;
        for (int i = 0; i < until; i++) {
            lines += body[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static List<CsvRow> read(byte[] file, CsvDialect dialect) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvEventReader reader = CsvEventReader.open(new ByteArrayInputStream(file), dialect, CLOCK)) {
            reader.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static DeviceEvent event(CsvRow row) {
        return row instanceof CsvRow.Event valid ? valid.event() : null;
    }

    private static String quoted(Writer writer) {
        return "\\Q" + writer.dialect().delimiter() + "\\E";
    }

    @Provide
    private Arbitrary<DeviceEvent> events() {
        Arbitrary<Character> characters = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.chars().range(' ', '~')),
                net.jqwik.api.Tuple.of(1, Arbitraries.chars().filter(c -> !Character.isSurrogate(c))),
                net.jqwik.api.Tuple.of(1, Arbitraries.of('"', ';', ',', '\n', '\r', '\t', '\uFEFF', '\0')));
        return events(characters
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining())));
    }

    @Provide
    private Arbitrary<DeviceEvent> plainEvents() {
        return events(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12));
    }

    private static Arbitrary<DeviceEvent> events(Arbitrary<String> texts) {
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(
                        Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(),
                        NOW.plus(Duration.ofHours(24)).toEpochMilli())
                .map(Instant::ofEpochMilli);
        Arbitrary<double[]> positions = Combinators.combine(
                        Arbitraries.doubles().between(-90, 90).ofScale(6),
                        Arbitraries.doubles().between(-180, 180).ofScale(9))
                .as((latitude, longitude) -> new double[] {latitude, longitude});
        return Combinators.combine(
                        Arbitraries.integers(),
                        texts,
                        times,
                        texts.injectNull(0.2),
                        texts.injectNull(0.2),
                        positions.injectNull(0.2))
                .as((code, device, time, worker, name, position) -> DeviceEvent.newBuilder()
                        .setEventCode(code)
                        .setDeviceId(device)
                        .setEventTime(time)
                        .setWorkerId(worker)
                        .setWorkerName(name)
                        .setLatitude(position == null ? null : position[0])
                        .setLongitude(position == null ? null : position[1])
                        .build());
    }

    @Provide
    private Arbitrary<Writer> writers() {
        Arbitrary<ZoneId> zones = Arbitraries.of(
                ZoneOffset.UTC,
                ZoneId.of("Europe/Stockholm"),
                ZoneId.of("America/St_Johns"),
                ZoneId.of("Pacific/Apia"));
        Arbitrary<CsvDialect> dialects = Combinators.combine(
                        Arbitraries.of(';', ',', '\t', '|', '#', ' ', '\u00A7'), zones)
                .as(CsvDialect::new);
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(
                        dialects,
                        Arbitraries.of("\n", "\r\n"),
                        either,
                        either,
                        either,
                        Arbitraries.of("uuuuMMdd HH:mm:ss", "uuuu-MM-dd HH:mm:ss.SSS", "uuuu-MM-dd'T'HH:mm:ss.SSS"),
                        Arbitraries.shuffle(COLUMNS))
                .as(Writer::new);
    }

    @Provide
    private Arbitrary<String> texts() {
        return Arbitraries.of(
                        "\"",
                        "\"\"",
                        ";",
                        "\n",
                        "\r\n",
                        "\r",
                        "x",
                        "\uFEFF",
                        "1",
                        ";d;6;20200609 09:36:00",
                        "\n;d;6;20200609 09:36:00\n",
                        "x\";d;6;20200609 09:36:00\n")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
