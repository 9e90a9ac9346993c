package io.vigil.spark;

import java.util.List;

/** Files that cannot be replayed. Nothing has been written then. */
final class InputException extends Exception {

    private final List<String> problems;

    InputException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** A line for each, that names the file. */
    List<String> problems() {
        return problems;
    }
}
