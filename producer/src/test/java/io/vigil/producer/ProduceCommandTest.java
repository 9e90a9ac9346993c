package io.vigil.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigil.events.DeviceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ProduceCommandTest {

    private static final String HEADER = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude\n";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final MockProducer<byte[], byte[]> letters =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private MockProducer<String, DeviceEvent> kafka = kafka((topic, event) -> new byte[0]);

    @Test
    void sendsTheSample() {
        int exitCode = produce("../docs/sample/device-events.csv");

        assertThat(out.toString())
                .startsWith("produced: files=1 rows=203 sent=197 rejected=6 malformed=4 empty-device-id=1 "
                        + "time-out-of-range=1 positions-removed=1 undelivered=0 seconds=");
        assertThat(err.toString().lines())
                .hasSize(6)
                .contains("produce: ../docs/sample/device-events.csv:148: malformed: A quote is not closed")
                .noneMatch(line -> line.contains("Klara"));
        assertThat(kafka.history())
                .hasSize(197)
                .allMatch(record -> record.topic().equals("device-events"));
        assertThat(letters.history()).hasSize(6);
        assertThat(exitCode).isZero();
    }

    @Test
    void sendsABadRowAsItIsWithFileLineAndReason() throws IOException {
        byte[] bad = "d2;;Åsa;6;20200609 09:36:00;;".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes((HEADER + "d1;;;6;20200609 09:36:00;;\n").getBytes(StandardCharsets.UTF_8));
        content.writeBytes(bad);
        String file =
                Files.write(folder.resolve("bad.csv"), content.toByteArray()).toString();

        int exitCode = produce(file);

        ProducerRecord<byte[], byte[]> letter = letters.history().get(0);
        assertThat(letter.topic()).isEqualTo("device-events.dlq");
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isEqualTo(bad);
        assertThat(headers(letter))
                .isEqualTo(Map.of(
                        "vigil.reason", "malformed",
                        "vigil.detail", "The row is not UTF-8",
                        "vigil.source.file", file,
                        "vigil.source.line", "3"));
        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("d1");
            assertThat(record.headers()).isEmpty();
        });
        assertThat(exitCode).isZero();
    }

    @Test
    void saysInAHeaderThatAPositionWasRemoved() throws IOException {
        produce(file("removed.csv", HEADER + "d1;;;6;20200609 09:36:00;91;0\n"));

        ProducerRecord<String, DeviceEvent> record = kafka.history().get(0);
        assertThat(record.value().getLatitude()).isNull();
        assertThat(headers(record)).isEqualTo(Map.of("vigil.position.removed", "invalid"));
        assertThat(out.toString()).contains("positions-removed=1");
    }

    @Test
    void readsGzippedFilesOfAnotherDialect() throws IOException {
        Path file = folder.resolve("other.csv.gz");
        try (GZIPOutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file))) {
            zipped.write("event_time\tdeviceid\tEVENT\n2020-06-09 09:36:00\td1\t6\n".getBytes(StandardCharsets.UTF_8));
        }

        int exitCode = produce("--zone", "Europe/Stockholm", "--delimiter", "\\t", file.toString());

        assertThat(kafka.history().get(0).value().getEventTime()).isEqualTo(Instant.parse("2020-06-09T07:36:00Z"));
        assertThat(exitCode).isZero();
    }

    @Test
    void readsAPipeThoughItCanBeReadOnlyOnce() throws IOException, InterruptedException {
        String file = file("plain.csv", HEADER + "d1;;;6;20200609 09:36:00;;\n");
        String pipe = folder.resolve("pipe").toString();
        Process writer = new ProcessBuilder("sh", "-c", "mkfifo \"$1\" && cat \"$0\" > \"$1\"", file, pipe).start();
        await().until(() -> Files.exists(Path.of(pipe)));

        int exitCode = produce(pipe);

        assertThat(writer.waitFor()).isZero();
        assertThat(kafka.history()).hasSize(1);
        assertThat(exitCode).isZero();
    }

    @Test
    void checksAllFilesBeforeItSendsAnything() throws IOException {
        String good = file("good.csv", HEADER + "d1;;;6;20200609 09:36:00;;\n");
        String headless = file("headless.csv", "d1;;;6;20200609 09:36:00;;\n");
        String missing = folder.resolve("missing.csv").toString();

        int exitCode = produce(good, headless, missing, folder.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("produce: " + headless + ": The header has no column 'Device ID'"),
                        line -> assertThat(line).isEqualTo("produce: " + missing + " (No such file or directory)"),
                        line -> assertThat(line).isEqualTo("produce: " + folder + " (Is a directory)"),
                        line -> assertThat(line).isEqualTo("produce: nothing was sent"));
        assertThat(out.toString()).isEmpty();
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void goesOnWithTheNextFileWhereOneIsCut() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write((HEADER + "d1;;;6;20200609 09:36:00;;\n").getBytes(StandardCharsets.UTF_8));
        }
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() - 4));
        String whole = file("whole.csv", HEADER + "d2;;;6;20200609 09:36:00;;\n");

        int exitCode = produce(cut.toString(), whole);

        assertThat(exitCode).isEqualTo(1);
        assertThat(kafka.history()).extracting(ProducerRecord::key).contains("d2");
        assertThat(err.toString()).startsWith("produce: " + cut + ": cannot be read further than line ");
        assertThat(out.toString()).startsWith("produced: files=1 rows=");
    }

    @Test
    void namesAndCountsWhatDoesNotFitAndGoesOn() throws IOException {
        kafka = kafka((topic, event) -> {
            if (event.getDeviceId().equals("d1")) {
                throw new RecordTooLargeException("too large");
            }
            return new byte[0];
        });
        String file = file("large.csv", HEADER + "d1;;;6;20200609 09:36:00;;\nd2;;;6;20200609 09:36:00;;\n");

        int exitCode = produce(file);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "produce: " + file + ":2: not delivered: An event of device d1 was not delivered: too large\n");
        assertThat(out.toString())
                .startsWith("produced: files=1 rows=2 sent=1 rejected=0 positions-removed=0 undelivered=1 ");
    }

    @Test
    void stopsWhereNothingCanBeDelivered() throws IOException {
        kafka = kafka((topic, event) -> {
            throw new TimeoutException("no broker");
        });
        String row = "d1;;;6;20200609 09:36:00;;\n";
        String first = file("first.csv", HEADER + row.repeat(1000));
        String second = file("second.csv", HEADER + row);

        int exitCode = produce(first, second);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "produce: " + first + ":2: not delivered: An event of device d1 was not delivered: no broker",
                        "produce: " + first + ": stopped behind line 2; run this again when the cause is mended",
                        "produce: " + second + ": stopped behind line 0; run this again when the cause is mended");
        assertThat(out.toString())
                .startsWith("produced: files=0 rows=1 sent=0 rejected=0 positions-removed=0 undelivered=1 ");
    }

    @Test
    void countsADeadLetterThatIsNotDelivered() throws IOException {
        letters.sendException = new TimeoutException("no broker");

        int exitCode = produce(file("bad.csv", HEADER + "bad\n"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("bad.csv:2: not delivered: no broker");
        assertThat(out.toString()).contains(" rows=1 sent=0 rejected=0 ").contains(" undelivered=1 ");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 0", "-1, 0"})
    void failsOnMoreBadRowsThanAllowed(String maxRejected, int expected) throws IOException {
        assertThat(produce("--max-rejected=" + maxRejected, file("bad.csv", HEADER + "bad\nbad\n")))
                .isEqualTo(expected);
    }

    @Test
    void refusesWrongUsage() throws IOException {
        String file = file("good.csv", HEADER);

        assertThat(produce()).isEqualTo(2);
        assertThat(produce("--delimiter", "ab", file)).isEqualTo(2);
        assertThat(produce("--zone", "Stockholm", file)).isEqualTo(2);
        assertThat(produce("--command-config", "missing.properties", file)).isEqualTo(1);
        assertThat(err.toString())
                .contains("'ab' is no delimiter", "Stockholm", "produce: there is no file missing.properties");
    }

    private int produce(String... args) {
        ProduceCommand command =
                new ProduceCommand(properties -> new EventProducer(kafka), properties -> new DeadLetters(letters));
        return ProducerMain.handled(new CommandLine(command))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static Map<String, String> headers(ProducerRecord<?, ?> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .collect(Collectors.toMap(
                        header -> header.key(), header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    private static MockProducer<String, DeviceEvent> kafka(Serializer<DeviceEvent> serializer) {
        return new MockProducer<>(true, null, new StringSerializer(), serializer);
    }
}
