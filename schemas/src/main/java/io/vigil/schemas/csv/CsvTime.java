package io.vigil.schemas.csv;

import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RejectionReason;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Times as they stand in files: {@code yyyyMMdd HH:mm:ss}, or ISO-8601 with or without an offset. */
final class CsvTime {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .optionalStart()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd")
            .optionalEnd()
            .optionalStart()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("MMdd")
            .optionalEnd()
            .appendPattern("['T'][' ']")
            .optionalStart()
            .appendPattern("HH:mm[:ss]")
            .optionalEnd()
            .optionalStart()
            .appendPattern("HHmmss")
            .optionalEnd()
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    /** The usual form by itself: to try it among all others takes several times as long. */
    private static final DateTimeFormatter USUAL = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("MMdd HH:mm:ss")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private CsvTime() {}

    /**
     * Reads a time.
     *
     * @param text a field
     * @param zone for a time without an offset. Of an hour that comes twice, the first is meant; an hour that a zone
     *     leaves out is counted on from the one before
     * @return epoch milliseconds
     * @throws InvalidEventException if it is no time
     */
    static long parse(String text, ZoneId zone) {
        String stripped = text.strip();
        try {
            TemporalAccessor time = (isUsual(stripped) ? USUAL : FORMAT).parse(stripped);
            ZoneId own = time.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(time) : zone;
            return LocalDateTime.from(time).atZone(own).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new InvalidEventException(
                    RejectionReason.MALFORMED, "The time is neither yyyyMMdd HH:mm:ss nor ISO-8601");
        }
    }

    /** Whether a text is in the usual form, if it is a time at all. */
    private static boolean isUsual(String text) {
        return text.length() == 17 && text.charAt(8) == ' ' && text.charAt(14) == ':';
    }
}
