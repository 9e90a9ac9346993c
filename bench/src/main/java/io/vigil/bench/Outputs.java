package io.vigil.bench;

/** What a service has written so far and its readers may see. */
interface Outputs {

    /** How far it is, cheaply: the number of records, and as many more as there are commit markers between them. */
    long reached() throws InterruptedException;

    /** Just how many records there are where. Reads them all. */
    Routed count();
}
