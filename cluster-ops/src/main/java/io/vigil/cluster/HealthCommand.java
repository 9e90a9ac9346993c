package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = "Tells what is wrong with the cluster. Changes nothing.")
final class HealthCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private LagOption lag;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
        ClusterHealth health;
        ClusterState state;
        try (Admin admin = connection.connect()) {
            state = new ClusterReader(admin).read();
            health = ClusterHealth.of(state, lag.maxLagMs());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(health));
        } else {
            health.problems().forEach(problem -> out.println("problem: " + problem));
            health.warnings().forEach(warning -> out.println("warning: " + warning));
            out.println("brokers=" + state.brokers().size() + " voters="
                    + state.quorum().voters().size() + " partitions="
                    + state.partitions().size() + " problems="
                    + health.problems().size() + " warnings="
                    + health.warnings().size());
        }
        return health.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
