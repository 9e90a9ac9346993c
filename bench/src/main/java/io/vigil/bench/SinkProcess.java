package io.vigil.bench;

import java.nio.file.Path;
import java.util.List;

/** A program that prints a line when it is ready, begins on a line, and stays until its standard input ends. */
record SinkProcess(String name, int records, Path logs, List<String> command) implements Contestant {

    @Override
    public Attempt prepare(int run) throws InterruptedException {
        ChildJvm jvm = ChildJvm.start(name.replaceAll("\\W+", "-"), logs, command);
        try {
            jvm.line();
            return new Running(jvm);
        } catch (BenchException | InterruptedException e) {
            jvm.close();
            throw e;
        }
    }

    private record Running(ChildJvm jvm) implements Attempt {

        @Override
        public ProcessHandle process() {
            return jvm.handle();
        }

        @Override
        public void go() {
            jvm.go();
        }

        @Override
        public void check() {
            jvm.requireAlive();
        }

        @Override
        public void close() {
            jvm.close();
        }
    }
}
