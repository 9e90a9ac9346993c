package io.vigil.schemas.csv;

import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.csv.LineReader.Line;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads a CSV file, plain or gzipped, row by row; of the file it keeps no more than one row in memory. Every byte of the
 * file but the header, empty lines and the ends of lines is in exactly one row, valid or rejected.
 *
 * <p>A quoted field may go on over lines. But a quote that somebody forgot to close must not swallow the rows behind it,
 * each of which may be an SOS: where a line within quotes is a whole valid row by itself, the quote was a mistake. Then,
 * as when the quote is not closed at all, the line that it stands in is rejected alone, and the lines behind it are read
 * as rows of their own.
 *
 * <p>Not safe for use by several threads.
 */
public final class CsvEventReader implements Iterator<CsvRow>, Closeable {

    /** The longest row in bytes: half of what a record in Kafka may have, as a bad row has to fit into one. */
    public static final int MAX_ROW_BYTES = 512 * 1024;

    /** How many lines a row may go on over; also how far an open quote is followed. */
    static final int MAX_ROW_LINES = 100;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int GZIP_MAGIC = 0x1F8B;

    private final LineReader lines;
    private final CsvColumns columns;
    private final InstantSource clock;
    private final long end;
    private final Deque<Line> putBack = new ArrayDeque<>();
    private Optional<CsvRow> upcoming = Optional.empty();
    private Optional<IOException> failure = Optional.empty();

    private CsvEventReader(LineReader lines, CsvColumns columns, InstantSource clock, long end) {
        this.lines = lines;
        this.columns = columns;
        this.clock = clock;
        this.end = end;
    }

    /**
     * Opens a file, and reads its header.
     *
     * @param file the file's bytes, closed with the reader and also if this fails
     * @param dialect how the file is written
     * @param clock tells which times are too far ahead
     * @return a reader of the rows, to be closed
     * @throws CsvHeaderException if the file has no header that names the columns of an event
     * @throws IOException if it cannot be read
     */
    public static CsvEventReader open(InputStream file, CsvDialect dialect, InstantSource clock) throws IOException {
        try {
            LineReader lines = new LineReader(unzipped(file), MAX_ROW_BYTES);
            CsvColumns columns = CsvColumns.of(header(lines), dialect);
            return new CsvEventReader(lines, columns, clock, Long.MAX_VALUE);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens one split of a plain file. The splits of a file have together just the rows that the whole file has, each
     * once, as long as their readers have the same clock.
     *
     * @param file the file's bytes from {@link CsvSplit#readFrom()} on, to beyond the split's end; closed with the reader
     *     and also if this fails
     * @param columns of the file
     * @param split the part to read
     * @param clock tells which times are too far ahead
     * @return a reader of the rows, to be closed
     * @throws IOException if the file cannot be read
     */
    public static CsvEventReader openSplit(InputStream file, CsvColumns columns, CsvSplit split, InstantSource clock)
            throws IOException {
        try {
            LineReader lines = new LineReader(file, MAX_ROW_BYTES, split.readFrom(), split.line());
            CsvEventReader reader = new CsvEventReader(lines, columns, clock, split.end());
            if (split.start() == 0) {
                header(lines);
            } else {
                lines.skipLine();
                reader.skipToRow();
            }
            return reader;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Reads a file's header.
     *
     * @param file the file's first bytes; not closed
     * @return the header, whatever columns it names
     * @throws CsvHeaderException if there is no line
     * @throws IOException if the file cannot be read
     */
    public static CsvHeader readHeader(InputStream file) throws IOException {
        InputStream plain = unzipped(file);
        return new CsvHeader(header(new LineReader(plain, MAX_ROW_BYTES)), plain instanceof GZIPInputStream);
    }

    private static byte[] header(LineReader lines) throws IOException {
        Optional<Line> header = lines.next();
        while (header.isPresent() && isEmpty(header.get())) {
            header = lines.next();
        }
        Line first = header.orElseThrow(() -> new CsvHeaderException("There is no header: the file is empty"));
        if (first.isPart()) {
            throw new CsvHeaderException(
                    "There is no header: the first line is longer than " + MAX_ROW_BYTES + " bytes");
        }
        return withoutMark(first.content());
    }

    /** Leaves lines to the split before, up to the first one that is a row whatever is before it. */
    private void skipToRow() {
        Optional<Line> line = take();
        while (line.isPresent() && !isRowAnyway(line.get())) {
            line = take();
        }
        line.ifPresent(putBack::addFirst);
    }

    /**
     * Whether a line is a row whatever is before it: a whole valid row, which ends every quote that is open before it, and
     * has no quote itself that would close one.
     */
    private boolean isRowAnyway(Line line) {
        return !line.isPart() && !line.hasQuote() && isEvent(line);
    }

    private boolean isEvent(Line line) {
        return columns.read(line.number(), line.content(), clock.millis()) instanceof CsvRow.Event;
    }

    private static InputStream unzipped(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(new HonestlyAvailable(in), 64 * 1024) : in;
    }

    private static byte[] withoutMark(byte[] header) {
        int mark = BYTE_ORDER_MARK.length;
        boolean marked = header.length >= mark && Arrays.equals(header, 0, mark, BYTE_ORDER_MARK, 0, mark);
        return marked ? Arrays.copyOfRange(header, mark, header.length) : header;
    }

    /**
     * Whether there is another row.
     *
     * @throws UncheckedIOException if the file cannot be read further; all rows before that have been returned
     */
    @Override
    public boolean hasNext() {
        if (upcoming.isEmpty()) {
            Optional<Line> first = take();
            while (first.isPresent() && isEmpty(first.get())) {
                first = take();
            }
            if (first.isPresent() && first.get().position() >= end && isRowAnyway(first.get())) {
                putBack.addFirst(first.get());
                return false;
            }
            upcoming = first.map(this::row);
            if (upcoming.isEmpty() && failure.isPresent()) {
                throw new UncheckedIOException(failure.get());
            }
        }
        return upcoming.isPresent();
    }

    /**
     * The next row.
     *
     * @throws UncheckedIOException if the file cannot be read further
     * @throws NoSuchElementException at the end of the file
     */
    @Override
    public CsvRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more rows");
        }
        CsvRow row = upcoming.orElseThrow();
        upcoming = Optional.empty();
        return row;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static boolean isEmpty(Line line) {
        return line.content().length == 0;
    }

    /** The next line; none also where the file cannot be read further, which is told when all before it is. */
    private Optional<Line> take() {
        if (!putBack.isEmpty()) {
            return Optional.of(putBack.removeFirst());
        }
        try {
            return failure.isPresent() ? Optional.empty() : lines.next();
        } catch (IOException e) {
            failure = Optional.of(e);
            return Optional.empty();
        }
    }

    private CsvRow row(Line first) {
        if (first.isPart()) {
            return rejected(first, "The line is longer than " + MAX_ROW_BYTES + " bytes; this is part " + first.part());
        }
        byte[] content = first.content();
        if (first.hasQuote()) {
            Optional<String> text = CsvColumns.text(content).filter(columns::isOpen);
            if (text.isPresent()) {
                return openRow(first, text.get());
            }
        }
        return columns.read(first.number(), content, clock.millis());
    }

    /** Reads a row whose first line ends within quotes. */
    private CsvRow openRow(Line first, String firstText) {
        Deque<Line> ahead = new ArrayDeque<>();
        ByteArrayOutputStream soFar = new ByteArrayOutputStream();
        soFar.writeBytes(first.bytes());
        for (Optional<Line> next = take(); next.isPresent(); next = take()) {
            Line line = next.get();
            ahead.add(line);
            soFar.writeBytes(line.bytes());
            if (line.isPart() || soFar.size() > MAX_ROW_BYTES || ahead.size() == MAX_ROW_LINES) {
                break;
            }
            boolean isRow = isEvent(line);
            Line row = new Line(first.position(), first.number(), soFar.toByteArray(), 0);
            Optional<String> text = line.hasQuote() ? CsvColumns.text(row.content()) : Optional.empty();
            boolean closes = text.isPresent() && !columns.isOpen(text.get());
            // Where one row lacks the closing quote and the next one the opening, both together look like one.
            boolean isTwoRows = isRow && columns.looksWhole(firstText);
            if (closes && !isTwoRows && columns.fits(text.get())) {
                return columns.read(row.number(), row.content(), clock.millis());
            }
            if (closes || isRow) {
                break;
            }
        }
        ahead.descendingIterator().forEachRemaining(putBack::addFirst);
        return rejected(first, "A quote is not closed");
    }

    private static CsvRow rejected(Line line, String detail) {
        return new CsvRow.Rejected(line.number(), line.content(), RejectionReason.MALFORMED, detail);
    }

    /**
     * Says that there are bytes as long as there are some. {@link GZIPInputStream} asks for it to learn whether another
     * gzip member follows, and takes a pipe or a socket that has nothing at hand just now for the end of the file.
     */
    private static final class HonestlyAvailable extends FilterInputStream {

        HonestlyAvailable(InputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean ended = in.read() < 0;
            in.reset();
            return ended ? 0 : 1;
        }
    }
}
