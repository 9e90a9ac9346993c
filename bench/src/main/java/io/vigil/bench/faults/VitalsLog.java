package io.vigil.bench.faults;

import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What memory and how many threads each part has, looked at every five seconds. */
final class VitalsLog implements AutoCloseable {

    private static final long EVERY_SECONDS = 5;

    /** A process has not all of its threads and memory at once. */
    private static final long GROWN_UP_SECONDS = 30;

    private final LocalStack stack;
    private final Map<Part, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<Long, Long> firstSeenNanos = new LinkedHashMap<>();
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "vitals"));

    private VitalsLog(LocalStack stack) {
        this.stack = stack;
    }

    static VitalsLog of(LocalStack stack, List<Part> parts) {
        VitalsLog log = new VitalsLog(stack);
        parts.forEach(part -> log.samples.put(part, new ArrayList<>()));
        log.executor.scheduleWithFixedDelay(log::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        return log;
    }

    /** What has become of each part that was there for long enough to tell. */
    synchronized List<Vitals> courses() {
        return samples.entrySet().stream()
                .filter(part -> part.getValue().size() >= 3)
                .map(part -> Vitals.of(part.getKey().id(), part.getValue()))
                .toList();
    }

    private synchronized void look() {
        samples.forEach((part, list) -> {
            try {
                long pid = stack.process(part).pid();
                long firstSeen = firstSeenNanos.computeIfAbsent(pid, now -> System.nanoTime());
                if (System.nanoTime() - firstSeen >= TimeUnit.SECONDS.toNanos(GROWN_UP_SECONDS)) {
                    list.add(Sample.of(pid));
                }
            } catch (IllegalStateException | IOException notThereNow) {
                // That is what the faults are for.
            }
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** As proc(5) has them. */
    record Sample(long residentMebibytes, long threads) {

        static Sample of(long pid) throws IOException {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
            return new Sample(number(status, "VmRSS:") / 1024, number(status, "Threads:"));
        }

        private static long number(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    /**
     * Medians of the first and the last third of what was seen.
     *
     * @param part whose
     * @param samples how many there are
     */
    record Vitals(
            String part,
            int samples,
            long residentMebibytesAtFirst,
            long residentMebibytesAtLast,
            long threadsAtFirst,
            long threadsAtLast) {

        static Vitals of(String part, List<Sample> all) {
            List<Sample> first = all.subList(0, all.size() / 3);
            List<Sample> last = all.subList(all.size() - all.size() / 3, all.size());
            return new Vitals(
                    part,
                    all.size(),
                    median(first.stream().map(Sample::residentMebibytes)),
                    median(last.stream().map(Sample::residentMebibytes)),
                    median(first.stream().map(Sample::threads)),
                    median(last.stream().map(Sample::threads)));
        }

        private static long median(Stream<Long> numbers) {
            List<Long> sorted = numbers.sorted().toList();
            return sorted.get(sorted.size() / 2);
        }
    }
}
