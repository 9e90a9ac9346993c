package io.vigil.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Starts the local stack, sends a sample file, replays the same file from S3, and sends what a simulated "
                        + "fleet reports, until Ctrl-C. With --once it sends 2000 events of the fleet, compares topics "
                        + "and tables, and stops everything.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:with --once: nothing is missing, extra or different", "1:something is, or a part failed"})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--once", description = "End by itself, with the line that says whether anything was lost.")
    private boolean once;

    private final VigilHome home = VigilHome.locate();
    private final Programs programs = new Programs();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LocalStack stack = new LocalStack(StackConfig.everything(state.folder()), System.err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "vigil-stack-stop"));
            stack.start();
            return once ? once(stack) : untilInterrupted(stack.endpoints());
        }
    }

    private void stop(LocalStack stack) {
        programs.close();
        stack.close();
    }

    private int once(LocalStack stack) throws IOException, InterruptedException {
        VigilCommands commands = new VigilCommands(home, stack.endpoints());
        int produced = sample(commands);
        int replayed = replay(stack.endpoints());
        System.err.println("a fleet of 50 devices reports for 10 seconds");
        int simulated = show(commands.simulate("--devices", "50", "--rate", "200", "--events", "2000"));
        Process reconcile =
                programs.start(new ProcessBuilder(commands.reconcile()).redirectError(ProcessBuilder.Redirect.INHERIT));
        String result = new String(reconcile.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int compared = reconcile.waitFor();
        // The result comes last, behind what is said of the stop.
        stack.close();
        spec.commandLine().getOut().print(result);
        spec.commandLine().getOut().flush();
        return produced == 0 && replayed == 0 && simulated == 0 && compared == 0 ? 0 : 1;
    }

    private int untilInterrupted(Endpoints endpoints) throws IOException, InterruptedException {
        VigilCommands commands = new VigilCommands(home, endpoints);
        sample(commands);
        replay(endpoints);
        System.err.println("a fleet of 50 devices reports; the page is " + endpoints.apiUrl() + "/");
        System.err.println("'./vigil status' and './vigil reconcile' look at it from "
                + "another terminal, Ctrl-C stops everything");
        return show(commands.simulate("--devices", "50", "--rate", "20", "--duration", "P365D"));
    }

    /** Some of its rows are bad on purpose, to show where those go. */
    private int sample(VigilCommands commands) throws IOException, InterruptedException {
        Path file = home.sampleFile();
        System.err.println("a gateway sends " + home.root().relativize(file));
        return show(commands.produce(file.toString()));
    }

    /** The same rows once more, which changes nothing in the tables. */
    private int replay(Endpoints endpoints) throws IOException, InterruptedException {
        String history = "s3a://" + Endpoints.HISTORY_BUCKET + "/events/";
        System.err.println("Spark replays the same file from " + history);
        return show(List.of(
                home.root().resolve("vigil").toString(),
                "replay",
                history,
                "--s3-endpoint",
                endpoints.s3Endpoint(),
                "--bootstrap-server",
                endpoints.bootstrapServers(),
                "--schema-registry",
                endpoints.registryUrl()));
    }

    private int show(List<String> command) throws IOException, InterruptedException {
        return programs.run(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT));
    }
}
