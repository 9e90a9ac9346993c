package io.vigil.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.SchemaRegistryClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Compares topics and tables, and says in one line whether anything is missing. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Follows every record of device-events into alarms, events or device-events.dlq, and every event of alarms "
                    + "and events into its table, by key and content.",
            "Compares what is in device-events when it begins. What is on its way then is looked for again for --wait; "
                    + "without waiting it counts as missing.",
            "Prints what could not be compared because retention has deleted it, up to 20 examples of each difference, "
                    + "and at last the line 'reconciled: ...'. Progress goes to stderr."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is missing, extra or different",
            "1:something is, or the comparison could not be made",
            "2:wrong usage"
        })
public final class ReconcileMain implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connections = new ConnectionOptions();

    @Option(
            names = "--events-table",
            defaultValue = EventTable.EVENTS,
            description = "The table of routine events; ${DEFAULT-VALUE} by default.")
    private String eventsTable;

    @Option(
            names = "--alarms-table",
            defaultValue = EventTable.ALARMS,
            description = "The table of alarms; ${DEFAULT-VALUE} by default.")
    private String alarmsTable;

    @Option(
            names = "--partition-key",
            defaultValue = EventTable.DEVICE_ID,
            paramLabel = "ATTRIBUTE",
            description = "The tables' partition key; ${DEFAULT-VALUE} by default.")
    private String partitionKey;

    @Option(
            names = "--sort-key",
            defaultValue = EventTable.EVENT_TIME,
            paramLabel = "ATTRIBUTE",
            description = "The tables' sort key; ${DEFAULT-VALUE} by default.")
    private String sortKey;

    @Option(
            names = "--wait",
            defaultValue = "PT1M",
            paramLabel = "DURATION",
            description =
                    "How long to look again for what is missing and may only be late, as PT30S, or PT0S for not at "
                            + "all; ${DEFAULT-VALUE} by default.")
    private Duration wait;

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    private boolean json;

    private ReconcileMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ReconcileMain());
    }

    @Override
    public Integer call() {
        if (wait.isNegative()) {
            throw new ParameterException(spec.commandLine(), "--wait is " + wait + ", must not be negative");
        }
        if (eventsTable.equals(alarmsTable)) {
            throw new ParameterException(
                    spec.commandLine(), "--events-table and --alarms-table are both " + eventsTable);
        }
        Map<String, Object> properties = connections.properties();
        try (DynamoDbClient client = connections.dynamoDb();
                SchemaRegistryClient registry = SchemaRegistryClient.create(properties);
                TopicReaders topics = TopicReaders.open(properties, this::progress)) {
            Tables tables = new Tables(eventsTable, alarmsTable, partitionKey, sortKey);
            TableReader reader = new TableReader(client, connections.dynamoDbName(), tables, this::progress);
            reader.check();
            DeviceEventDecoder decoder = new DeviceEventDecoder(registry);
            Report report = new Reconciliation(topics.byTopic(), reader, tables, decoder, this::progress).run(wait);
            print(report);
            return report.isClean() ? 0 : 1;
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (CannotCompareException e) {
            return cannotCompare(e.getMessage());
        } catch (KafkaException e) {
            // Kafka's clients say what went wrong in the cause.
            return cannotCompare(
                    e.getCause() == null
                            ? e.getMessage()
                            : e.getMessage() + ": " + e.getCause().getMessage());
        }
    }

    private int cannotCompare(String why) {
        progress("cannot compare: " + why);
        return 1;
    }

    private void progress(String step) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("reconcile: " + step);
        err.flush();
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            try {
                out.println(new ObjectMapper().writeValueAsString(report));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A report has nothing that is not JSON", e);
            }
        } else {
            report.notes().forEach(note -> out.println("note: " + note));
            report.examples().forEach(out::println);
            out.println(report.line());
        }
        out.flush();
    }
}
