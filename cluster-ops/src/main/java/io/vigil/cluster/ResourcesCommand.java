package io.vigil.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "resources",
        mixinStandardHelpOptions = true,
        description = {
            "Makes topics, configs, users, quotas and permissions as they are declared.",
            "plan tells what apply would change. Nothing is changed if the declaration or the cluster stands against any of it."
        })
final class ResourcesCommand implements Callable<Integer> {

    enum Action {
        PLAN,
        APPLY
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ScramCheckOptions scramCheck;

    @Parameters(paramLabel = "plan|apply", description = "Tell what there is to change, or change it.")
    private Action action;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "The declaration, JSON; - is the standard input.")
    private Path file;

    @Option(
            names = "--timeout",
            defaultValue = "PT30S",
            paramLabel = "DURATION",
            description = "For changes to be seen by the brokers; ${DEFAULT-VALUE} by default.")
    private Duration timeout;

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
        Declaration declaration;
        try {
            declaration = declaration();
        } catch (InvalidDeclarationException | IOException e) {
            String reason = e instanceof IOException ? "cannot be read: " + e : e.getMessage();
            spec.commandLine().getErr().println("--file " + file + ": " + reason);
            return CommandLine.ExitCode.USAGE;
        }
        Optional<ScramLogin> login = scramCheck.login();
        PasswordProbe probe = login.map(PasswordProbe.class::cast).orElse(PasswordProbe.NONE);
        try (Admin admin = connection.connect()) {
            ResourceApplier applier = new ResourceApplier(admin);
            ResourcePlan plan = ResourcePlan.of(declaration, new ActualResourcesReader(admin, probe).read(declaration));
            List<String> errors = plan.errors().isEmpty() ? applier.validate(plan.changes()) : plan.errors();
            if (!errors.isEmpty()) {
                return failed(errors);
            }
            plan.kept().forEach(spec.commandLine().getOut()::println);
            return action == Action.PLAN ? tell(plan) : apply(applier, plan, admin, declaration, login);
        }
    }

    private Declaration declaration() throws IOException, InvalidDeclarationException {
        if (file.toString().equals("-")) {
            return DeclarationReader.read(System.in);
        }
        try (InputStream json = Files.newInputStream(file)) {
            return DeclarationReader.read(json);
        }
    }

    private int tell(ResourcePlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        plan.changes().forEach(change -> out.println(change.line()));
        out.println("changes: " + plan.changes().size());
        return CommandLine.ExitCode.OK;
    }

    private int apply(
            ResourceApplier applier,
            ResourcePlan plan,
            Admin admin,
            Declaration declaration,
            Optional<ScramLogin> login)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Change> done = new ArrayList<>();
        List<String> errors = applier.apply(plan.changes(), change -> {
            out.println(change.line());
            done.add(change);
        });
        if (errors.isEmpty() && !done.isEmpty()) {
            errors = awaitSeen(admin, declaration, done, login);
        }
        out.println("changes: " + done.size());
        return errors.isEmpty() ? CommandLine.ExitCode.OK : failed(errors);
    }

    private List<String> awaitSeen(
            Admin admin, Declaration declaration, List<Change> done, Optional<ScramLogin> login) {
        Convergence convergence = new Convergence(timeout);
        List<String> unseen =
                convergence.awaitPlanned(new ActualResourcesReader(admin, PasswordProbe.NONE), declaration);
        return unseen.isEmpty() && login.isPresent()
                ? convergence.awaitLogin(login.get(), ResourceApplier.usersSet(done))
                : unseen;
    }

    private int failed(List<String> errors) {
        errors.forEach(spec.commandLine().getErr()::println);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
