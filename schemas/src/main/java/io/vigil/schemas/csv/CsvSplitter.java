package io.vigil.schemas.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits the text of one record into its fields by RFC 4180. A quote within a field that does not start with one stands
 * for itself.
 */
final class CsvSplitter {

    private final char delimiter;
    private final CsvReaderBuilder closed;
    private final CsvReaderBuilder open;

    CsvSplitter(char delimiter) {
        this.delimiter = delimiter;
        this.closed = reader(delimiter).allowUnclosedQuote(false);
        this.open = reader(delimiter).allowUnclosedQuote(true);
    }

    private static CsvReaderBuilder reader(char delimiter) {
        return CsvReader.builder().fieldSeparator(delimiter).skipEmptyLines(false);
    }

    /** The fields, unless the text is no record: a quote is not closed, text follows a closing one, or a line ends. */
    Optional<String[]> split(String text) {
        return isPlain(text) ? Optional.of(splitPlain(text)) : split(closed, text);
    }

    /** Most rows are: then there is nothing to it, and a parser for each of them takes longer than its work. */
    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.indexOf('"') < 0 && text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
    }

    private String[] splitPlain(String text) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(delimiter); end >= 0; end = text.indexOf(delimiter, start)) {
            fields.add(text.substring(start, end));
            start = end + 1;
        }
        fields.add(text.substring(start));
        return fields.toArray(String[]::new);
    }

    /** Whether all that is wrong with the text is that it ends within quotes. */
    boolean isOpen(String text) {
        return split(closed, text).isEmpty() && split(open, text).isPresent();
    }

    private static Optional<String[]> split(CsvReaderBuilder builder, String text) {
        try (CsvReader<String[]> reader = builder.build(StringArrayHandler.of(), text);
                CloseableIterator<String[]> records = reader.iterator()) {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            String[] fields = records.next();
            return records.hasNext() ? Optional.empty() : Optional.of(fields);
        } catch (CsvParseException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail to be read", e);
        }
    }
}
