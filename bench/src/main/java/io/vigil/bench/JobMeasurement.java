package io.vigil.bench;

/**
 * One job in one run.
 *
 * @param items rows or records
 * @param seconds by the job's own clock, which for Spark begins when Spark is there
 * @param processSeconds from the start of its process to the end
 * @param cpuSeconds CPU time of its process, from the start to the end
 * @param stackCpuSeconds CPU time that the broker, the registry and S3 took meanwhile
 */
record JobMeasurement(
        String contestant,
        int run,
        long items,
        double seconds,
        double processSeconds,
        double cpuSeconds,
        double stackCpuSeconds,
        double load)
        implements Measured {

    double secondsPerItem() {
        return seconds / items;
    }

    double stackCpuSecondsPerMillion() {
        return stackCpuSeconds / items * 1e6;
    }
}
