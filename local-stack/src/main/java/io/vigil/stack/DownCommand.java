package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stops the local stack, wherever it was started. Data stays.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    /** More than all parts together may take, each with its own bound. */
    private static final Duration LAUNCHER_GRACE = Duration.ofSeconds(150);

    @Mixin
    private StateOption option = new StateOption();

    @Override
    public Integer call() throws IOException {
        StateFolder state = new StateFolder(option.folder());
        if (!Files.exists(state.lockFile())) {
            System.err.println("nothing runs in " + state.root());
            return 0;
        }
        boolean hadLauncher = endLauncher(state);
        RunLock lock = RunLock.tryAcquire(state.lockFile())
                .orElseThrow(() -> new StackException("another launcher has just started in " + state.root()));
        try {
            boolean hadParts = report(new Leftovers(state));
            System.err.println(hadLauncher || hadParts ? "stopped" : "nothing runs in " + state.root());
        } finally {
            lock.close();
        }
        return 0;
    }

    /** A launcher that is alive stops its parts itself when it is asked to. */
    private static boolean endLauncher(StateFolder state) throws IOException {
        Optional<RunLock> free = RunLock.tryAcquire(state.lockFile());
        if (free.isPresent()) {
            free.get().close();
            return false;
        }
        ProcessIdentity launcher = RunFile.read(state.runFile())
                .flatMap(run -> ProcessIdentity.of(run.launcher()))
                .orElseThrow(() -> new StackException("a launcher is just starting or stopping; try again"));
        System.err.println("asking the launcher, pid " + launcher.pid() + ", to stop");
        launcher.end(LAUNCHER_GRACE);
        return true;
    }

    private static boolean report(Leftovers leftovers) throws IOException {
        var ended = leftovers.end();
        ended.forEach((part, process) -> System.err.println(part.id() + " stopped (pid " + process.pid() + ")"));
        return !ended.isEmpty();
    }
}
