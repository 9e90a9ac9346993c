package io.vigil.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Port numbers of this machine: which are free, and who holds those that are not. */
final class Ports {

    /** Below what Linux gives to outgoing connections, so that none of those takes a port before its part does. */
    private static final int FIRST_FREE = 20_000;

    private static final int LAST_FREE = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /**
     * The number for each port: as configured, and any free one where that is 0. A second and a third broker have ports
     * only where they are parts.
     *
     * @throws StackException when no free port is found
     */
    static Map<Port, Integer> resolve(StackConfig config) {
        Map<Port, Integer> resolved = new EnumMap<>(Port.class);
        Set<Integer> taken = new HashSet<>(config.ports().values());
        Set<Port> wanted = EnumSet.allOf(Port.class);
        Part.BROKERS.stream()
                .skip(1)
                .filter(broker -> !config.parts().contains(broker))
                .forEach(broker -> wanted.removeAll(broker.ports()));
        for (Port port : wanted) {
            int number = config.ports().getOrDefault(port, port.usual());
            resolved.put(port, number == 0 ? anyFree(taken) : number);
        }
        return resolved;
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A connection that lingers after its server has ended does not count, as it does not for the parts.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /** Who listens on the port, for a message: pid and command line where this user may know, or how to find out. */
    static String holder(int port) {
        return listeningInode(port)
                .flatMap(Ports::processWithSocket)
                .map(pid -> "pid " + pid + " (" + commandLine(pid) + ")")
                .orElse("another process (to find it: ss -ltnp 'sport = :" + port + "')");
    }

    private static int anyFree(Set<Integer> taken) {
        for (int i = 0; i < TRIES; i++) {
            int candidate = ThreadLocalRandom.current().nextInt(FIRST_FREE, LAST_FREE);
            if (isFree(candidate) && taken.add(candidate)) {
                return candidate;
            }
        }
        throw new StackException("no free port from " + FIRST_FREE + " to " + LAST_FREE + " in " + TRIES + " tries");
    }

    private static Optional<String> listeningInode(int port) {
        String localPort = String.format(":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> line.strip().split("\\s+"))
                // sl local_address rem_address st … inode; 0A is LISTEN (Linux, Documentation/networking/proc_net_tcp)
                .filter(column -> column.length > 9 && column[1].endsWith(localPort) && column[3].equals("0A"))
                .map(column -> column[9])
                .findFirst();
    }

    private static Optional<Long> processWithSocket(String inode) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, "socket:[" + inode + "]"))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> isLink(descriptor, socket));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static boolean isLink(Path descriptor, String target) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(target);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String commandLine(long pid) {
        String line = ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().commandLine())
                .orElse("command unknown");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }

    private static Stream<String> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream();
        } catch (IOException noSuchTable) {
            return Stream.empty();
        }
    }
}
