package io.vigil.bench;

import io.vigil.bench.Course.Mark;

/**
 * One service in one run.
 *
 * @param items records behind the warm-up; some less if their commit markers were among what was seen of it
 * @param seconds from when the warm-up was there until all was
 * @param cpuSeconds CPU time of its process in that time
 * @param startItems records before, of the warm-up; 0 if the rest came at once, and {@code items} are all
 * @param startSeconds from the start of its process until these were there
 * @param startCpuSeconds CPU time of its process in that time
 * @param brokerCpuSeconds CPU time that the broker took from the start until all was counted
 */
record ClassifyMeasurement(
        String contestant,
        int run,
        long items,
        double seconds,
        double cpuSeconds,
        long startItems,
        double startSeconds,
        double startCpuSeconds,
        double brokerCpuSeconds,
        double load)
        implements Measured {

    static ClassifyMeasurement of(
            Service service, int run, long records, Course course, double brokerCpuSeconds, double load) {
        Mark start = course.start();
        Mark begin = course.begin();
        Mark end = course.end();
        return new ClassifyMeasurement(
                service.name(),
                run,
                records - begin.records(),
                (end.nanos() - begin.nanos()) / 1e9,
                end.cpu().minus(begin.cpu()).toNanos() / 1e9,
                begin.records(),
                (begin.nanos() - start.nanos()) / 1e9,
                begin.cpu().toNanos() / 1e9,
                brokerCpuSeconds,
                load);
    }

    double itemsPerSecondWithStart() {
        return (startItems + items) / (startSeconds + seconds);
    }

    double cpuSecondsPerMillionWithStart() {
        return (startCpuSeconds + cpuSeconds) / (startItems + items) * 1e6;
    }
}
