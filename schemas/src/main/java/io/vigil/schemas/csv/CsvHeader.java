package io.vigil.schemas.csv;

/**
 * What a file begins with. Two headers are never compared.
 *
 * @param line the first line, without a byte order mark and without its end: see {@link CsvColumns#of}; never changed by
 *     whoever holds it
 * @param isGzipped whether the file is gzipped, so that it can only be read from its beginning
 */
public record CsvHeader(byte[] line, boolean isGzipped) {}
