package io.vigil.stack;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a stack consists of and where it lives.
 *
 * @param state the folder for data, logs and process files; made when it is not there
 * @param parts the parts to start
 * @param ports where each listens on 127.0.0.1; 0 means any free port; {@link Port#usual()} for those that are absent
 * @param heapMebibytes the heap of each part's JVM in MiB; a sane value for those that are absent
 * @param plugins Connect's plugin path: a folder with a folder of jars for each plugin
 * @param sink whether the connectors that write alarms and events to DynamoDB are set up in Connect
 */
public record StackConfig(
        Path state,
        Set<Part> parts,
        Map<Port, Integer> ports,
        Map<Part, Integer> heapMebibytes,
        Path plugins,
        boolean sink) {

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException when a part is asked for without one that it needs, there are two brokers, or a
     *     number makes no sense
     */
    public StackConfig {
        state = state.toAbsolutePath().normalize();
        plugins = plugins.toAbsolutePath().normalize();
        parts = Set.copyOf(parts);
        ports = Map.copyOf(ports);
        heapMebibytes = Map.copyOf(heapMebibytes);
        for (Part part : parts) {
            if (!parts.containsAll(part.needs())) {
                throw new IllegalArgumentException("part " + part.id() + " needs " + part.needs() + ", given " + parts);
            }
        }
        List<Part> brokers = brokersOf(parts);
        if (!brokers.isEmpty() && !brokers.equals(List.of(Part.BROKER)) && !brokers.equals(Part.BROKERS)) {
            throw new IllegalArgumentException("brokers are one or three, given " + brokers);
        }
        if (sink && !parts.containsAll(Set.of(Part.CONNECT, Part.REGISTRY, Part.DYNAMODB))) {
            throw new IllegalArgumentException("the sink needs connect, registry and dynamodb, given " + parts);
        }
        ports.forEach((port, number) -> {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port " + port + " is " + number + ", must be from 0 to 65535");
            }
        });
        heapMebibytes.forEach((part, heap) -> {
            if (heap < 32) {
                throw new IllegalArgumentException("heap of " + part.id() + " is " + heap + " MiB, must be 32 or more");
            }
        });
    }

    /**
     * Everything, with one broker, on the usual ports: what {@code ./vigil up} starts.
     *
     * @param state the folder for data, logs and process files
     */
    public static StackConfig everything(Path state) {
        Path plugins = VigilHome.locate().sinkPlugins();
        Set<Part> parts = EnumSet.complementOf(EnumSet.of(Part.BROKER_2, Part.BROKER_3));
        return new StackConfig(state, parts, Map.of(), Map.of(), plugins, true);
    }

    /**
     * The same with so many brokers. Where there are three, each of the topics has three copies, two of which have to be
     * written.
     *
     * @param count 1 or 3: two are no better than one, since each of them would be needed
     */
    public StackConfig withBrokers(int count) {
        if (count != 1 && count != 3) {
            throw new IllegalArgumentException("brokers are " + count + ", must be 1 or 3");
        }
        Set<Part> changed = new HashSet<>(parts);
        changed.removeAll(Part.BROKERS);
        changed.addAll(Part.BROKERS.subList(0, count));
        return new StackConfig(state, changed, ports, heapMebibytes, plugins, sink);
    }

    /** The same with these parts only, and without the sink's connectors if they lack what those need. */
    public StackConfig withParts(Part... chosen) {
        Set<Part> these = Set.of(chosen);
        boolean canSink = these.containsAll(Set.of(Part.CONNECT, Part.REGISTRY, Part.DYNAMODB));
        return new StackConfig(state, these, ports, heapMebibytes, plugins, sink && canSink);
    }

    /** The same on any free ports. */
    public StackConfig onFreePorts() {
        Map<Port, Integer> free = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            free.put(port, 0);
        }
        return new StackConfig(state, parts, free, heapMebibytes, plugins, sink);
    }

    /** The same with one port at this number; 0 means any free one. */
    public StackConfig withPort(Port port, int number) {
        Map<Port, Integer> changed = new EnumMap<>(Port.class);
        changed.putAll(ports);
        changed.put(port, number);
        return new StackConfig(state, parts, changed, heapMebibytes, plugins, sink);
    }

    /** The same with this heap, in MiB, for one part. */
    public StackConfig withHeap(Part part, int mebibytes) {
        Map<Part, Integer> changed = new EnumMap<>(Part.class);
        changed.putAll(heapMebibytes);
        changed.put(part, mebibytes);
        return new StackConfig(state, parts, ports, changed, plugins, sink);
    }

    /** The same with another plugin path for Connect. */
    public StackConfig withPlugins(Path folder) {
        return new StackConfig(state, parts, ports, heapMebibytes, folder, sink);
    }

    /** The same without the sink's connectors: Connect runs, and writes nothing. */
    public StackConfig withoutSink() {
        return new StackConfig(state, parts, ports, heapMebibytes, plugins, false);
    }

    /** The brokers among the parts, in the order of their node ids. */
    List<Part> brokers() {
        return brokersOf(parts);
    }

    int heapOf(Part part) {
        boolean oneOfThree = Part.BROKERS.contains(part) && brokers().size() > 1;
        return heapMebibytes.getOrDefault(part, oneOfThree ? part.usualHeapMebibytes() / 2 : part.usualHeapMebibytes());
    }

    private static List<Part> brokersOf(Set<Part> parts) {
        return Part.BROKERS.stream().filter(parts::contains).toList();
    }
}
