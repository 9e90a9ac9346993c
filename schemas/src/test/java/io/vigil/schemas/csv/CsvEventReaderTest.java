package io.vigil.schemas.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.schemas.csv.CsvRow.Event;
import io.vigil.schemas.csv.CsvRow.Rejected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEventReaderTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String HEADER = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude\n";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsRowsWithTheirLinesWhateverTheLinesEndWith(String end) throws IOException {
        String file =
                ("\uFEFF" + HEADER + "d1;;;1;20200609 09:36:00;;\n\nd2;;;6;20200609 09:36:01;;").replace("\n", end);

        List<CsvRow> rows = read(file);

        assertThat(summary(rows)).containsExactly("2 d1 1", "4 d2 6");
        assertThat(text(rows.get(0))).isEqualTo("d1;;;1;20200609 09:36:00;;");
    }

    @Test
    void readsQuotedDelimitersQuotesAndLinesAsOneRow() throws IOException {
        String row = "d1;w;\"Ada; \"\"the\r\n\r\nCountess\"\"\";6;20200609 09:36:00;\"59,3\";\"18,1\"";

        List<CsvRow> rows = read(HEADER + row + "\r\nd2;;;1;20200609 09:36:01;;\n");

        assertThat(summary(rows)).containsExactly("2 d1 6", "5 d2 1");
        assertThat(((Event) rows.get(0)).event().getWorkerName()).isEqualTo("Ada; \"the\r\n\r\nCountess\"");
        assertThat(((Event) rows.get(0)).event().getLatitude()).isEqualTo(59.3);
        assertThat(text(rows.get(0))).isEqualTo(row);
    }

    @Test
    void readsAnotherDelimiter() throws IOException {
        String file = "Device ID,Event,EventTime,Latitude,Longitude\nd1,6,20200609 09:36:00,\"59,3\",\"18,1\"\n";

        List<CsvRow> rows = rows(stream(file), CsvDialect.of(",", CsvDialect.STANDARD.zone()));

        assertThat(((Event) rows.get(0)).event().getLongitude()).isEqualTo(18.1);
    }

    @Test
    void keepsWhatIsNoEventByteForByteWithItsLineAndReason() throws IOException {
        byte[] latin1 = "d2;;Åsa;6;20200609 09:36:00;;".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes((HEADER + "d1;x\r\n").getBytes(StandardCharsets.UTF_8));
        file.writeBytes(latin1);
        file.writeBytes("\n;;;6;20200609 09:36:00;;\n".getBytes(StandardCharsets.UTF_8));

        List<CsvRow> rows = rows(new ByteArrayInputStream(file.toByteArray()), CsvDialect.STANDARD);

        assertThat(summary(rows))
                .containsExactly(
                        "2 malformed: The header has 7 fields, the row 2",
                        "3 malformed: The row is not UTF-8",
                        "4 empty-device-id: The device id is empty");
        assertThat(text(rows.get(0))).isEqualTo("d1;x");
        assertThat(rows.get(1).bytes()).isEqualTo(latin1);
    }

    @Test
    void rejectsARowOverLinesAsOne() throws IOException {
        String row = "d1;;\"Ada\nLovelace\";SOS;20200609 09:36:00;;";

        List<CsvRow> rows = read(HEADER + row + '\n');

        assertThat(summary(rows)).containsExactly("2 malformed: The event code is not a whole number");
        assertThat(text(rows.get(0))).isEqualTo(row);
    }

    @Test
    void losesNoRowBehindAQuoteThatIsNotClosed() throws IOException {
        List<CsvRow> rows = read(HEADER
                + "d1;;\"Ada;6;20200609 09:36:00;;\n"
                + "no row\n"
                + "d2;;\"Grace \"\"H\"\"\";6;20200609 09:36:00;;\n"
                + "d3;;\"Ka\nren\";6;20200609 09:36:00;;\n");

        assertThat(summary(rows))
                .containsExactly(
                        "2 malformed: A quote is not closed",
                        "3 malformed: The header has 7 fields, the row 1",
                        "4 d2 6",
                        "5 d3 6");
        assertThat(text(rows.get(0))).isEqualTo("d1;;\"Ada;6;20200609 09:36:00;;");
    }

    @Test
    void losesNoRowWhereALaterLineWouldCloseTheQuote() throws IOException {
        List<CsvRow> rows = read(HEADER + "d1;;\"Ada\nd2;;;6;20200609 09:36:01;;\nx\";6;20200609 09:36:00;;\n");

        assertThat(summary(rows))
                .containsExactly(
                        "2 malformed: A quote is not closed",
                        "3 d2 6",
                        "4 malformed: The header has 7 fields, the row 5");
    }

    @Test
    void losesNoRowWhereTheNextOneHappensToCloseTheQuote() throws IOException {
        List<CsvRow> rows = read(HEADER
                + "d1;;\"Ada;1;20200609 09:36:00;;\n"
                + "d2;;Grace\";6;20200609 09:36:01;;\n"
                + "d3;;\"Karen;1;20200609 09:36:00;;\n"
                + "d4;;\"Mary;6;20200609 09:36:02;;\n");

        assertThat(summary(rows))
                .containsExactly(
                        "2 malformed: A quote is not closed",
                        "3 d2 6",
                        "4 malformed: A quote is not closed",
                        "5 malformed: A quote is not closed");
    }

    @Test
    void takesTextBehindALineBreakInTheFirstColumnForNoRow() throws IOException {
        String header = "Note;Device ID;Event;EventTime\n";

        List<CsvRow> rows = read(header + "\"first\nsecond\";d1;6;20200609 09:36:00\n");

        assertThat(summary(rows)).containsExactly("2 d1 6");
    }

    @Test
    void followsAnOpenQuoteForAHundredLinesOnly() throws IOException {
        String line = "d1;;\"" + "x\n".repeat(98) + "x\";6;20200609 09:36:00;;\n";
        String longer = "d1;;\"" + "x\n".repeat(100) + "x\";6;20200609 09:36:00;;\n";

        assertThat(summary(read(HEADER + line))).containsExactly("2 d1 6");
        assertThat(summary(read(HEADER + longer)))
                .hasSize(101)
                .startsWith("2 malformed: A quote is not closed", "3 malformed: The header has 7 fields, the row 1");
    }

    @Test
    void cutsALineThatIsTooLongAndGoesOnBehindIt() throws IOException {
        String tooLong = "x".repeat(2 * CsvEventReader.MAX_ROW_BYTES + 10);

        List<CsvRow> rows = read(HEADER + tooLong + "\nd2;;;6;20200609 09:36:00;;\n");

        assertThat(rows).hasSize(4);
        assertThat(summary(rows.subList(0, 3)))
                .containsExactly(
                        "2 malformed: The line is longer than 524288 bytes; this is part 1",
                        "2 malformed: The line is longer than 524288 bytes; this is part 2",
                        "2 malformed: The line is longer than 524288 bytes; this is part 3");
        assertThat(text(rows.get(0)) + text(rows.get(1)) + text(rows.get(2))).isEqualTo(tooLong);
        assertThat(summary(rows.subList(3, 4))).containsExactly("3 d2 6");
    }

    @Test
    void doesNotCollectMoreThanARowMayHave() throws IOException {
        String half = "x".repeat(CsvEventReader.MAX_ROW_BYTES / 2);

        List<CsvRow> rows = read(HEADER + "d1;;\"" + half + '\n' + half + "\";6;20200609 09:36:00;;\n");

        assertThat(rows).hasSize(2).allMatch(Rejected.class::isInstance);
    }

    @Test
    void readsGzipOfSeveralMembersFromAPipeThatHasNothingAtHand() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(gzip(HEADER + "d1;;;1;20200609 09:36:00;;\n"));
        file.writeBytes(gzip("d2;;;6;20200609 09:36:01;;\n"));
        InputStream pipe = new FilterInputStream(new ByteArrayInputStream(file.toByteArray())) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                return super.read(buffer, from, Math.min(length, 1));
            }
        };

        List<CsvRow> rows = rows(pipe, CsvDialect.STANDARD);

        assertThat(summary(rows)).containsExactly("2 d1 1", "3 d2 6");
    }

    @Test
    void returnsWhatStandsBeforeTheEndOfACutFileThenFails() throws IOException {
        String file =
                HEADER + "d1;;;1;20200609 09:36:00;;\nd2;;\"Ada;6;20200609 09:36:01;;\n" + "noise\n".repeat(9_000);
        byte[] zipped = gzip(file);
        byte[] cut = Arrays.copyOf(zipped, zipped.length - 12);
        List<CsvRow> rows = new ArrayList<>();

        try (CsvEventReader reader = CsvEventReader.open(new ByteArrayInputStream(cut), CsvDialect.STANDARD, CLOCK)) {
            assertThatThrownBy(() -> reader.forEachRemaining(rows::add))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(EOFException.class);
        }

        assertThat(summary(rows)).startsWith("2 d1 1", "3 malformed: A quote is not closed");
        assertThat(rows).hasSizeGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\r\n\n"})
    void saysThatAFileIsEmpty(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessage("There is no header: the file is empty");
    }

    @Test
    void saysThatAFileIsNoCsvFile() {
        assertThatThrownBy(() ->
                        rows(new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.UTF_16)), CsvDialect.STANDARD))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessage("The header is not UTF-8 text");
        assertThatThrownBy(() -> read("x".repeat(CsvEventReader.MAX_ROW_BYTES + 1)))
                .isInstanceOf(CsvHeaderException.class)
                .hasMessage("There is no header: the first line is longer than 524288 bytes");
    }

    private static List<CsvRow> read(String file) throws IOException {
        return rows(stream(file), CsvDialect.STANDARD);
    }

    private static List<CsvRow> rows(InputStream file, CsvDialect dialect) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvEventReader reader = CsvEventReader.open(file, dialect, CLOCK)) {
            reader.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static List<String> summary(List<CsvRow> rows) {
        return rows.stream().map(CsvEventReaderTest::summary).toList();
    }

    private static String summary(CsvRow row) {
        if (row instanceof Event valid) {
            return row.line() + " " + valid.event().getDeviceId() + ' '
                    + valid.event().getEventCode();
        }
        Rejected rejected = (Rejected) row;
        return row.line() + " " + rejected.reason().label() + ": " + rejected.detail();
    }

    private static String text(CsvRow row) {
        return new String(row.bytes(), StandardCharsets.UTF_8);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }
}
