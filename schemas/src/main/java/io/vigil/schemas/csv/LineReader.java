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
    private long number = 1;
    private int partsRead;

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
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
        Line line = new Line(number, taken.toByteArray(), part);
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
     * @param number from 1
     * @param bytes the line with its end
     * @param part 0 for a whole line; of one that is too long, which part it is, from 1
     */
    record Line(long number, byte[] bytes, int part) {

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
