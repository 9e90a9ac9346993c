package io.vigil.bench;

import java.time.Duration;

/** The CPU time that a process has taken so far. */
final class CpuTime {

    private CpuTime() {}

    static Duration of(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchException("this system does not tell a process's CPU time"));
    }
}
