package io.vigil.bench;

/** Something that writes sample records to an endpoint. */
interface Contestant {

    String name();

    /** How many it is given the time to write. */
    int records();

    /**
     * Starts a process of its own, and returns when it is ready to begin.
     *
     * @param run counted from 1; 0 is the one that only warms the endpoint up
     */
    Attempt prepare(int run) throws InterruptedException;

    /** One run. */
    interface Attempt extends AutoCloseable {

        ProcessHandle process();

        /** Lets it begin. */
        void go() throws InterruptedException;

        /**
         * Returns while nothing has gone wrong.
         *
         * @throws BenchException or {@code StackException} when it will never write all
         */
        void check() throws InterruptedException;

        @Override
        void close();
    }
}
