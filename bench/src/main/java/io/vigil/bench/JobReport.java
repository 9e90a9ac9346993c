package io.vigil.bench;

/** A report on jobs, with what each of them cost the stack. */
interface JobReport extends Report {

    @Override
    Comparison<JobMeasurement> comparison();

    @Override
    default String ownColumn() {
        return "CPU-s per million of the stack: median";
    }

    @Override
    default String ownCell(String contestant) {
        return ReportFiles.format(
                "%.1f",
                comparison()
                        .spread(contestant, JobMeasurement::stackCpuSecondsPerMillion)
                        .median());
    }
}
