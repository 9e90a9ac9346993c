package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PatienceTest {

    private int looks;

    @Test
    void asksForAllInARow() throws Exception {
        Deque<List<String>> answers =
                new ArrayDeque<>(List.of(List.of(), List.of(), List.of("bad"), List.of(), List.of(), List.of()));

        assertThat(patience("PT10S").await(answers::pop)).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void saysWhatWasWrongLast() throws Exception {
        assertThat(patience("PT0.2S").await(() -> List.of("bad " + ++looks))).containsExactly("bad " + looks);
        assertThat(looks).isGreaterThan(1);
    }

    @Test
    void whatCannotBeToldIsWrong() throws Exception {
        List<String> found = patience("PT0.2S").await(() -> {
            throw new TimeoutException("no answer");
        });

        assertThat(found).containsExactly("the cluster cannot be asked: TimeoutException: no answer");
    }

    @Test
    void wellTooFewTimesIsNotWell() throws Exception {
        List<String> found = patience("PT0.2S", "--stable", "1000").await(List::of);

        assertThat(found).singleElement().asString().contains("1000 are needed");
    }

    private static Patience patience(String timeout, String... more) {
        Looking looking = new Looking();
        List<String> options = new ArrayList<>(List.of("--interval", "PT0.01S", "--timeout", timeout));
        options.addAll(List.of(more));
        new CommandLine(looking).parseArgs(options.toArray(String[]::new));
        return looking.patience;
    }

    @Command
    private static final class Looking {

        @Mixin
        private final Patience patience = Patience.of(Duration.ofMinutes(1));
    }
}
