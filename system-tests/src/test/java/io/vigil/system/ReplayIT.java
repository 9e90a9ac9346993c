package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** History from S3, through the same topics into the same tables. */
@ExtendWith(SharedStack.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HEADER = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude";
    private static final String NOTHING_LOST =
            "reconciled: events=[1-9]\\d* alarms=[1-9]\\d* dead-letter=\\d+ missing=0 extra=0 different=0";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Pipeline pipeline;

    ReplayIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void twiceAndOverLiveDataIsAsOnce() throws Exception {
        // given more rows than distinct events, half of them live already
        Random random = new Random(7);
        Set<String> distinct = new TreeSet<>();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String device = "history-" + random.nextInt(40);
            String time = TIME.format(Instant.parse("2019-03-01T06:00:00Z").plusSeconds(random.nextInt(600)));
            int code = random.nextInt(20) == 0 ? 3 + random.nextInt(6) : 1 + random.nextInt(2);
            distinct.add(device + '|' + time + '|' + code);
            // The rest of a row follows from its key, as the same event is the same event.
            rows.add(String.join(
                    ";", device, "w", "Zoë \"Z\"", Integer.toString(code), time, "59." + code, "18,0" + code));
        }
        assertThat(distinct).hasSizeLessThan(rows.size());
        Path half = Files.writeString(Files.createTempFile("half", ".csv"), file(rows.subList(0, 2000)));
        String all = pipeline.upload("test/twice/all.csv", file(rows).getBytes(StandardCharsets.UTF_8));

        end(pipeline.produce(half.toString()));
        String classified = end(pipeline.replay(all));
        String raw = end(pipeline.replay(all, "--into", "raw"));

        assertThat(classified).contains("files=1 rows=4000").contains("rejected=0");
        assertThat(raw).contains("files=1 rows=4000").contains("rejected=0");
        assertThat(pipeline.reconcile()).matches(NOTHING_LOST);
        assertThat(itemsOf("history-")).hasSameSizeAs(distinct);
    }

    @Test
    void whatIsAnEventLiveIsTheSameEventHere() throws Exception {
        String cases = Files.readString(Path.of("src", "test", "resources", "rows.csv"));
        Path live = Files.writeString(Files.createTempFile("rows", ".csv"), cases.replace("case", "live-case"));
        String batch = pipeline.upload(
                "test/cases.csv", cases.replace("case", "batch-case").getBytes(StandardCharsets.UTF_8));

        end(pipeline.produce(live.toString(), "--zone", "Europe/Stockholm"));
        end(pipeline.replay(batch, "--zone", "Europe/Stockholm"));

        assertThat(pipeline.reconcile()).matches(NOTHING_LOST);
        Map<String, Map<String, AttributeValue>> items = itemsOf("live-case");
        assertThat(items).hasSizeGreaterThan(10);
        assertThat(itemsOf("batch-case")).isEqualTo(items);
        List<String> rejections = rejections("live-case");
        assertThat(rejections).hasSizeGreaterThan(5);
        assertThat(rejections("batch-case")).isEqualTo(rejections);
    }

    @Test
    void readsWhateverTheFilesAreWrittenLike() throws Exception {
        String comma = "\uFEFFevent_time,EVENT,device id,latitude,LONGITUDE,Worker Name\r\n"
                + "2019-06-09T09:36:00+02:00,6,dialect-1,59.5,18.25,\"Ann, \"\"A\"\"\"\r\n"
                + "2019-06-09 09:36:00.5,2,dialect-2,,,\"two\r\nlines\"\r\n";
        String semicolon =
                HEADER + "\ndialect-3;;;1;20190609 09:36:00;59,5;18,25\ndialect-4;w;;3;20190609 09:36:00;;\n";
        pipeline.upload("test/comma/a.csv", comma.getBytes(StandardCharsets.UTF_8));
        pipeline.upload("test/semicolon/2019/b.csv.gz", zipped(semicolon));
        pipeline.upload("test/semicolon/_SUCCESS", new byte[0]);

        String first = end(pipeline.replay("s3a://vigil-history/test/comma/*.csv", "--delimiter", ","));
        String second = end(pipeline.replay("s3a://vigil-history/test/semicolon", "--zone", "Europe/Stockholm"));

        assertThat(first).contains("files=1 rows=2 events=1 alarms=1 rejected=0");
        assertThat(second).contains("files=1 rows=2 events=1 alarms=1 rejected=0");
        assertThat(pipeline.reconcile()).matches(NOTHING_LOST);
        Map<String, Map<String, AttributeValue>> items = itemsOf("dialect-");
        assertThat(items)
                .containsOnlyKeys(
                        "1|2019-06-09T07:36:00.000Z#6",
                        "2|2019-06-09T09:36:00.500Z#2",
                        "3|2019-06-09T07:36:00.000Z#1",
                        "4|2019-06-09T07:36:00.000Z#3");
        assertThat(items.get("1|2019-06-09T07:36:00.000Z#6"))
                .containsEntry("Worker_name", AttributeValue.fromS("Ann, \"A\""))
                .containsEntry("Latitude", AttributeValue.fromN("59.5"));
        assertThat(items.get("2|2019-06-09T09:36:00.500Z#2"))
                .containsEntry("Worker_name", AttributeValue.fromS("two\r\nlines"))
                .doesNotContainKey("Latitude");
        assertThat(items.get("3|2019-06-09T07:36:00.000Z#1")).containsEntry("Longitude", AttributeValue.fromN("18.25"));
    }

    @Test
    void setsBadRowsAsideWithTheirLineInWhicheverSplitTheyAre() throws Exception {
        List<String> rows = new ArrayList<>();
        Map<String, String> bad = new TreeMap<>();
        for (int line = 2; line < 1000; line++) {
            if (line % 90 == 0) {
                rows.add("split-bad-" + line + ";;;no code;20190101 00:00:00;;");
                bad.put(rows.get(rows.size() - 1), Integer.toString(line));
            } else {
                rows.add("split-" + line + ";;;1;20190101 00:00:00;;");
            }
        }
        String uri = pipeline.upload("test/split.csv", file(rows).getBytes(StandardCharsets.UTF_8));
        Path report = Files.createTempFile("report", ".json");
        Path settings = settings("spark.sql.files.maxPartitionBytes=4096");

        try (Command replay = pipeline.replay(
                uri, "--command-config", settings.toString(), "--max-rejected", "1%", "--report", report.toString())) {
            assertThat(replay.await(PATIENCE)).as(replay.output()).isEqualTo(1);
            assertThat(replay.output())
                    .contains("rows=998 events=987 alarms=0 rejected=11 malformed=11")
                    .contains("11 of 998 rows are no events, more than --max-rejected 1%");
        }

        assertThat(Files.readString(report)).contains("\"malformed\" : 11");
        Map<String, String> lines = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : pipeline.records(Topics.DEVICE_EVENTS_DLQ)) {
            if (uri.equals(header(letter, DeadLetterHeaders.SOURCE_FILE))) {
                lines.put(text(letter.value()), header(letter, DeadLetterHeaders.SOURCE_LINE));
            }
        }
        assertThat(lines).isEqualTo(bad);
    }

    @Test
    void writesNothingWhenAFileIsNoGood() throws Exception {
        String good = pipeline.upload(
                "test/good.csv",
                file(List.of("never-1;;;6;20190101 00:00:00;;")).getBytes(StandardCharsets.UTF_8));
        String wrong = pipeline.upload("test/wrong.csv", "Device ID;Event\nx;1\n".getBytes(StandardCharsets.UTF_8));

        try (Command replay = pipeline.replay(
                good, wrong, "s3a://vigil-history/test/none.csv", "s3a://no-such-bucket/x.csv", "/no/such/file")) {
            assertThat(replay.await(PATIENCE)).as(replay.output()).isEqualTo(1);

            assertThat(replay.output().lines())
                    .anyMatch(line -> line.startsWith("replay: " + wrong + ": The header has no column 'EventTime'"))
                    .anyMatch(line -> line.equals("replay: s3a://vigil-history/test/none.csv: there is no file"))
                    .anyMatch(line -> line.startsWith("replay: s3a://no-such-bucket/x.csv: "))
                    .anyMatch(line -> line.equals("replay: /no/such/file: there is no file"))
                    .anyMatch(line -> line.equals("replay: nothing was written"))
                    .noneMatch(line -> line.startsWith("\tat "));
        }

        assertThat(pipeline.records(Topics.ALARMS)).noneMatch(record -> "never-1".equals(text(record.key())));
    }

    @Test
    void namesTheFileThatBreaksOffAndWhere() throws Exception {
        String rows = "broken-1;;;1;20190101 00:00:00;;\nbroken-2;;;1;20190101 00:00:00;;\n".repeat(2000);
        byte[] whole = zipped(HEADER + '\n' + rows);
        String uri = pipeline.upload("test/broken.csv.gz", Arrays.copyOf(whole, whole.length / 2));

        try (Command replay = pipeline.replay(uri)) {
            assertThat(replay.await(PATIENCE)).as(replay.output()).isEqualTo(1);

            assertThat(replay.lastLine()).matches("replay: " + uri + " cannot be read further than line \\d+: .+");
        }
    }

    @Test
    void aDryRunNeedsNoBrokerAndCountsTheSame() throws Exception {
        String rows = file(List.of("dry-1;;;6;20190101 00:00:00;;", "dry-2;;;1;20190101 00:00:00;;", "bad"));
        Path file = Files.writeString(Files.createTempFile("dry", ".csv"), rows);
        List<String> command = Stream.concat(
                        Spark.driver(),
                        Stream.of(
                                "io.vigil.spark.ReplayMain",
                                file.toString(),
                                "--dry-run",
                                "--bootstrap-server",
                                "127.0.0.1:1"))
                .toList();

        assertThat(Command.run(command, Path.of(""), Map.of(), PATIENCE))
                .contains("would replay: files=1 rows=3 events=1 alarms=1 rejected=1 malformed=1");
    }

    /** Waits for a good end, and answers what the command said. */
    private static String end(Command command) throws Exception {
        try (command) {
            assertThat(command.await(PATIENCE)).as(command.output()).isZero();
            return command.output();
        }
    }

    private static String file(List<String> rows) {
        return HEADER + '\n' + String.join("\n", rows) + '\n';
    }

    private static Path settings(String... lines) throws IOException {
        return Files.write(Files.createTempFile("replay", ".properties"), List.of(lines));
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The items of devices with a prefix, as if they had none. */
    private Map<String, Map<String, AttributeValue>> itemsOf(String prefix) {
        return pipeline.itemsOf(prefix).entrySet().stream()
                .collect(Collectors.toMap(item -> item.getKey().substring(prefix.length()), item -> {
                    Map<String, AttributeValue> attributes = new HashMap<>(item.getValue());
                    attributes.remove(EventTable.DEVICE_ID);
                    attributes.remove(EventTable.ALARM_SHARD);
                    return attributes;
                }));
    }

    /** Reason, line and text of the dead letters of rows with a prefix, as if they had none. */
    private List<String> rejections(String prefix) throws Exception {
        return pipeline.records(Topics.DEVICE_EVENTS_DLQ).stream()
                .filter(letter -> text(letter.value()).contains(prefix))
                .map(letter -> header(letter, DeadLetterHeaders.REASON)
                        + ' '
                        + header(letter, DeadLetterHeaders.SOURCE_LINE)
                        + ' '
                        + text(letter.value()).replace(prefix, ""))
                .sorted()
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return record.headers().lastHeader(name) == null
                ? ""
                : text(record.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
