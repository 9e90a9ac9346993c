/**
 * Events in CSV files, as companies have them: {@link io.vigil.schemas.csv.CsvEventReader} reads a file,
 * {@link io.vigil.schemas.csv.CsvColumns} a single row. What is no event becomes a rejected row with its original
 * bytes; nothing is left out.
 */
package io.vigil.schemas.csv;
