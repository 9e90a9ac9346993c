package io.vigil.schemas.csv;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads lines that end with LF or CRLF as bytes. A line longer than a limit comes in parts. */
final class LineReader implements Closeable {

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long position;
    private long number;
    private int partsRead;

    LineReader(InputStream in, int limit) {
        this(in, limit, 0, 1);
    }

    /**
     * Reads from the middle of a file.
     *
     * @param position of the first byte of {@code in}, from 0
     * @param number of the line that this byte is in, from 1
     */
    LineReader(InputStream in, int limit, long position, long number) {
        this.in = in;
        this.limit = limit;
        this.position = position;
        this.number = number;
    }

    /** Goes on behind the end of the line that it is in. */
    void skipLine() throws IOException {
        boolean ended = false;
        while (!ended && hasBytes()) {
            ended = buffer[at++] == '\n';
            position++;
        }
        number += ended ? 1 : 0;
    }

    /** The next line, or part of one; empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream(128);
        boolean ended = false;
        while (!ended && taken.size() < limit && hasBytes()) {
            int stop = Math.min(end, at + limit - taken.size());
            int next = at;
            while (next < stop && !ended) {
                ended = buffer[next++] == '\n';
            }
            taken.write(buffer, at, next - at);
            at = next;
        }
        if (taken.size() == 0) {
            return Optional.empty();
        }
        boolean goesOn = !ended && hasBytes();
        int part = goesOn || partsRead > 0 ? partsRead + 1 : 0;
        Line line = new Line(position, number, taken.toByteArray(), part);
        position += taken.size();
        partsRead = goesOn ? part : 0;
        if (ended) {
            number++;
        }
        return Optional.of(line);
    }

    private boolean hasBytes() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /**
     * A line.
     *
     * @param position of its first byte in the file, from 0
     * @param number from 1
     * @param bytes the line with its end
     * @param part 0 for a whole line; of one that is too long, which part it is, from 1
     */
    record Line(long position, long number, byte[] bytes, int part) {

        boolean isPart() {
            return part > 0;
        }

        boolean hasQuote() {
            for (byte b : bytes) {
                if (b == '"') {
                    return true;
                }
            }
            return false;
        }

        /** The line without its end. */
        byte[] content() {
            int length = bytes.length;
            if (length > 0 && bytes[length - 1] == '\n') {
                length--;
                if (length > 0 && bytes[length - 1] == '\r') {
                    length--;
                }
            }
            return Arrays.copyOf(bytes, length);
        }
    }
}
