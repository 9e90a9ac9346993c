package io.vigil.bench;

import java.nio.file.Path;
import java.util.List;

/** {@link BareLoopMain} in a process of its own. */
record BareLoop(String url, int records, Path logs) implements Contestant {

    static final String NAME = "bare loop";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Attempt prepare(int run) throws InterruptedException {
        // The heap of the Connect worker.
        ChildJvm jvm = ChildJvm.start("bare-loop", logs, List.of("-Xmx768m"), BareLoopMain.class, url, records);
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
