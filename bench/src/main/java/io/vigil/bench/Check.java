package io.vigil.bench;

/** A number that has to be on the right side of a bound. */
record Check(String what, double bound, double measured, boolean met) {

    static Check atLeast(double bound, String what, double measured) {
        return new Check(what, bound, measured, measured >= bound);
    }

    static Check atMost(double bound, String what, double measured) {
        return new Check(what, bound, measured, measured <= bound);
    }

    /** A line of a list in Markdown. */
    String line() {
        return ReportFiles.format("- %s: %.3f, bound %.2f, %s%n", what, measured, bound, met ? "met" : "NOT MET");
    }
}
