package io.vigil.stack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows each part of the local stack. Exit code 1 unless all are healthy.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-11s %-9s %8s  %-11s %8s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateOption option = new StateOption();

    @Override
    public Integer call() throws InterruptedException {
        StateFolder state = new StateFolder(option.folder());
        Optional<RunFile> run = RunFile.read(state.runFile());
        if (run.isEmpty()) {
            System.err.println("nothing runs in " + state.root());
            return 1;
        }
        return print(run.get(), state) ? 0 : 1;
    }

    private boolean print(RunFile run, StateFolder state) throws InterruptedException {
        Recipes recipes = new Recipes(StackConfig.everything(state.root()), VigilHome.locate(), state, run.endpoints());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "PART", "STATE", "PID", "PORT", "RSS", "UPTIME");
        boolean allHealthy = true;
        for (Part part : run.parts().stream().sorted().toList()) {
            Optional<Long> pid = ProcessIdentity.read(state.pidFile(part))
                    .filter(ProcessIdentity::isAlive)
                    .map(ProcessIdentity::pid);
            boolean healthy = pid.isPresent() && recipes.of(part).probe().healthy();
            allHealthy &= healthy;
            out.printf(
                    ROW,
                    part.id(),
                    healthy ? "healthy" : pid.isPresent() ? "unhealthy" : "stopped",
                    pid.map(Object::toString).orElse("-"),
                    part.ports().stream()
                            .map(port -> Integer.toString(run.endpoints().port(port)))
                            .collect(Collectors.joining(",")),
                    pid.map(StatusCommand::residentMebibytes).orElse("-"),
                    pid.map(StatusCommand::uptime).orElse("-"));
        }
        out.flush();
        return allHealthy;
    }

    private static String residentMebibytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("-");
        } catch (IOException gone) {
            return "-";
        }
    }

    private static String uptime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()))
                .map(up -> "%d:%02d:%02d".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart()))
                .orElse("-");
    }
}
