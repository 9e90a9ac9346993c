package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process, and never another that was given the same pid later: the pid, the boot it runs in, and the instant it
 * started at. Reads Linux's {@code /proc}.
 *
 * @param pid the process id
 * @param boot the kernel's random id of this boot
 * @param start clock ticks from the boot to the start of the process
 */
record ProcessIdentity(long pid, String boot, long start) {

    private static final Duration KILL_TAKES_AT_MOST = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    /** The process that has this pid now. */
    static Optional<ProcessIdentity> of(long pid) {
        return stat(pid).map(stat -> new ProcessIdentity(pid, bootId(), stat.start()));
    }

    /** What {@link #toString()} or {@code launch-part.sh} wrote into a file; empty if it is absent or not such a line. */
    static Optional<ProcessIdentity> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            return Optional.of(new ProcessIdentity(Long.parseLong(words[0]), words[1], Long.parseLong(words[2])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    /** Whether it runs. One that has ended, and that nobody has waited for yet, does not. */
    boolean isAlive() {
        return boot.equals(bootId())
                && stat(pid)
                        .filter(stat -> stat.start() == start && !stat.ended())
                        .isPresent();
    }

    /** Asks it to end, by SIGTERM, which a stopped process gets to see as well. Does not wait. */
    void askToEnd() {
        signal("TERM");
        signal("CONT");
    }

    /**
     * Ends it: asks first, then, after the grace, by force.
     *
     * @return whether it needed no force
     * @throws StackException when it outlives even that
     */
    boolean end(Duration grace) {
        askToEnd();
        if (endsWithin(grace)) {
            return true;
        }
        kill();
        return false;
    }

    /** Ends it by SIGKILL. Returns when it is gone. */
    void kill() {
        signal("KILL");
        if (!endsWithin(KILL_TAKES_AT_MOST)) {
            throw new StackException("pid " + pid + " does not end, not even by SIGKILL");
        }
    }

    /**
     * Sends a signal, if it still runs.
     *
     * @param name as {@code kill} has it, without SIG
     */
    void signal(String name) {
        if (!isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("bash", "-c", "kill -\"$1\" \"$2\"", "kill", name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new StackException("cannot send SIG" + name + " to pid " + pid + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while ending pid " + pid, e);
        }
    }

    boolean endsWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    @Override
    public String toString() {
        return pid + " " + boot + " " + start;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while a process ends", e);
        }
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new StackException("the local stack needs Linux's /proc: " + e.getMessage(), e);
        }
    }

    private static Optional<Stat> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // pid (command) state ppid …, field 22 is the start time (proc(5)); a command may hold anything, even ") ".
            String[] fromState = line.substring(line.lastIndexOf(')') + 2).split(" ");
            boolean ended = fromState[0].equals("Z") || fromState[0].equals("X");
            return Optional.of(new Stat(ended, Long.parseLong(fromState[22 - 3])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private record Stat(boolean ended, long start) {}
}
