package io.vigil.bench;

/** What is written to. */
interface Endpoint extends AutoCloseable {

    String url();

    /** The table of all runs, with the keys of {@link SampleRecords}. */
    String TABLE = "benchItems";

    /** Forgets all items, and counts from nothing. */
    void reset() throws InterruptedException;

    Counts counts() throws InterruptedException;

    @Override
    void close();
}
