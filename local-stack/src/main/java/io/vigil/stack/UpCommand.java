package io.vigil.stack;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Starts the local stack, and stops it on Ctrl-C. Data stays from run to run.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--detach", description = "Return once everything is healthy; 'down' stops it.")
    private boolean detach;

    @Option(names = "--fresh", description = "Delete the data of earlier runs first.")
    private boolean fresh;

    @Option(
            names = "--brokers",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description =
                    "Kafka brokers, 1 or 3; ${DEFAULT-VALUE} by default. With 3, each topic has three copies, and one "
                            + "broker may be away. Data is of one number: another one takes --fresh.")
    private int brokers;

    @Option(
            names = "--port",
            paramLabel = "NAME=NUMBER",
            description =
                    "Another port for kafka, controller, registry, dynamodb, s3, connect, classifier or api; of three "
                            + "brokers also for kafka_2, controller_2, kafka_3 or controller_3.")
    private Map<String, Integer> ports = Map.of();

    @Override
    public Integer call() throws InterruptedException {
        LocalStack stack = new LocalStack(config(), System.err::println);
        // A signal ends the JVM through this; so does a normal exit, when there is nothing left to do.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "vigil-stack-stop"));
        if (fresh) {
            stack.wipe();
        }
        stack.start();
        PrintWriter out = spec.commandLine().getOut();
        print(stack.endpoints(), out);
        if (detach) {
            stack.detach();
            return 0;
        }
        System.err.println("Ctrl-C stops everything.");
        new CountDownLatch(1).await();
        return 0;
    }

    private StackConfig config() {
        if (brokers != 1 && brokers != 3) {
            throw new ParameterException(spec.commandLine(), "--brokers is " + brokers + ", must be 1 or 3");
        }
        StackConfig config = StackConfig.everything(state.folder()).withBrokers(brokers);
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            config = config.withPort(named(port.getKey()), port.getValue());
        }
        return config;
    }

    private Port named(String name) {
        try {
            return Port.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--port: nothing is called '" + name + "'; see --help", e);
        }
    }

    private static void print(Endpoints endpoints, PrintWriter out) {
        out.println("kafka       " + endpoints.bootstrapServers());
        out.println("registry    " + endpoints.registryUrl());
        out.println("connect     " + endpoints.connectUrl());
        out.println("dynamodb    " + endpoints.dynamoDbEndpoint());
        out.println("s3          " + endpoints.s3Endpoint());
        out.println("classifier  " + endpoints.classifierUrl());
        out.println("page        " + endpoints.apiUrl() + "/");
        out.flush();
    }
}
