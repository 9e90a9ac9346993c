package io.vigil.spark;

import java.io.Serializable;

/**
 * A file to replay, whose header names the columns of an event. Two are never compared.
 *
 * @param uri where it is
 * @param length in bytes
 * @param header its first line, see {@link io.vigil.schemas.csv.CsvHeader#line}
 * @param isGzipped whether it can only be read from its beginning
 */
record InputFile(String uri, long length, byte[] header, boolean isGzipped) implements Serializable {}
