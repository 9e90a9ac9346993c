package io.vigil.classifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the classifier in the foreground until it is told to stop. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = "Tells alarms from routine events: device-events to alarms, events, device-status and "
                + "device-events.dlq. Runs until SIGTERM or Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped",
            "1:could not start, or failed; the log says why",
            "2:wrong usage, or a wrong setting",
            "143:ended by SIGTERM, after a graceful stop"
        })
public final class ClassifierMain implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description =
                    "Properties: Kafka Streams' names, schema.registry.url and Confluent's other names, http.host, "
                            + "http.port. VIGIL_BOOTSTRAP_SERVERS and the like in the environment win over the file.")
    private Path config;

    private ClassifierMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ClassifierMain());
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(config)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + config + " that can be read");
        }
        try (RunningClassifier classifier = RunningClassifier.start(ClassifierConfig.read(config, System.getenv()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(classifier::close, "classifier-shutdown"));
            return classifier.awaitEnd() ? 0 : 1;
        } catch (ConfigException e) {
            return failed(2, e.getMessage());
        } catch (KafkaException e) {
            // Kafka's clients say which setting they cannot use in the cause.
            return e.getCause() instanceof ConfigException setting
                    ? failed(2, setting.getMessage())
                    : failed(1, e.getMessage());
        } catch (IOException e) {
            return failed(1, e.getMessage());
        }
    }

    private int failed(int exitCode, String why) {
        spec.commandLine().getErr().println("classify: " + why);
        return exitCode;
    }
}
