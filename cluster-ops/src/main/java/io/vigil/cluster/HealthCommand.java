package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description =
                "Tells what is wrong with the cluster, and waits for --timeout until nothing is. Changes nothing.")
final class HealthCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Patience patience = Patience.of(Duration.ZERO);

    @Mixin
    private LagOption lag;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        AtomicReference<ClusterState> last = new AtomicReference<>();
        AtomicReference<List<String>> notes = new AtomicReference<>(List.of());
        List<String> problems;
        try (ClusterReader reader = connection.reader()) {
            problems = patience.await(() -> {
                notes.set(reader.behindFeatures());
                last.set(reader.read());
                return ClusterHealth.of(last.get(), lag.maxLagMs()).problems();
            });
        }
        ClusterState state = last.get();
        if (state == null) {
            problems.forEach(spec.commandLine().getErr()::println);
            return CommandLine.ExitCode.SOFTWARE;
        }
        ClusterHealth health = new ClusterHealth(
                problems, ClusterHealth.of(state, lag.maxLagMs()).warnings(), notes.get());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(health));
        } else {
            health.problems().forEach(problem -> out.println("problem: " + problem));
            health.warnings().forEach(warning -> out.println("warning: " + warning));
            health.notes().forEach(note -> out.println("note: " + note));
            out.println("brokers=" + state.brokers().size() + " voters="
                    + state.quorum().voters().size() + " partitions="
                    + state.partitions().size() + " problems="
                    + health.problems().size() + " warnings="
                    + health.warnings().size());
        }
        return health.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
