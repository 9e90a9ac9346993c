package io.vigil.producer;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvEventReader;
import io.vigil.schemas.csv.CsvRow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends what stands in CSV files. */
@Command(
        name = "produce",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the events that stand in CSV files, plain or gzipped, as a device gateway would. A row that is no "
                    + "event goes to device-events.dlq as it is, with file, line and reason. Sending a file twice "
                    + "does no harm: an event that comes twice is one item.",
            "The header names the columns: Device ID, Event, EventTime; and, if you have them, Worker ID, Worker Name, "
                    + "Latitude, Longitude.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every event was delivered",
            "1:some were not, a file could not be read, or there were more bad rows than --max-rejected",
            "2:wrong usage"
        })
final class ProduceCommand implements Callable<Integer> {

    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

    private final Function<Map<String, Object>, EventProducer> eventProducers;
    private final Function<Map<String, Object>, DeadLetters> deadLetterProducers;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV files, plain or gzipped; - is standard input.")
    private List<String> files;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            paramLabel = "ZONE",
            description = "Where the clocks are that times without an offset were read from, as Europe/Stockholm; "
                    + "${DEFAULT-VALUE} by default.")
    private ZoneId zone;

    @Option(
            names = "--delimiter",
            defaultValue = ";",
            paramLabel = "C",
            description = "What stands between two fields, \\t for a tab; '${DEFAULT-VALUE}' by default.")
    private String delimiter;

    @Option(
            names = "--max-rejected",
            defaultValue = "-1",
            paramLabel = "N",
            description = "Exit with 1 if more rows than this are no events; by default any number may be.")
    private long maxRejected;

    private long began;
    private long nextProgress;

    ProduceCommand() {
        this(EventProducer::create, DeadLetters::create);
    }

    ProduceCommand(
            Function<Map<String, Object>, EventProducer> eventProducers,
            Function<Map<String, Object>, DeadLetters> deadLetterProducers) {
        this.eventProducers = eventProducers;
        this.deadLetterProducers = deadLetterProducers;
    }

    @Override
    public Integer call() throws IOException {
        List<CsvSource> sources = check();
        if (sources.size() < files.size()) {
            log().println("produce: nothing was sent");
            return 1;
        }
        Map<String, Object> properties = kafka.properties();
        began = System.nanoTime();
        nextProgress = began + PROGRESS_NANOS;
        try (EventProducer events = eventProducers.apply(properties);
                DeadLetters deadLetters = deadLetterProducers.apply(properties)) {
            RowDelivery delivery = new RowDelivery(events, deadLetters, log());
            int unread = send(sources, delivery);
            delivery.flush();
            double seconds = (System.nanoTime() - began) / 1e9;
            spec.commandLine()
                    .getOut()
                    .printf(
                            "produced: files=%d %s seconds=%.1f rate=%.0f/s%n",
                            files.size() - unread, delivery.summary(), seconds, delivery.rows() / seconds);
            boolean tooMany = maxRejected >= 0 && delivery.rejected() > maxRejected;
            return unread > 0 || delivery.undelivered() > 0 || tooMany ? 1 : 0;
        }
    }

    /** The files that can be read and have a good header; says of the others what is wrong with them. */
    private List<CsvSource> check() {
        CsvDialect dialect = dialect();
        List<CsvSource> sources = new ArrayList<>();
        for (String file : files) {
            try {
                sources.add(CsvSource.check(file, dialect));
            } catch (IOException e) {
                String name = e instanceof FileNotFoundException ? "" : file + ": ";
                log().printf("produce: %s%s%n", name, ProducerMain.explain(e));
            }
        }
        return sources;
    }

    private CsvDialect dialect() {
        try {
            return CsvDialect.of(delimiter, zone);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--delimiter: " + e.getMessage(), e);
        }
    }

    /** Sends the files one after the other, and answers how many were not read to their end. */
    private int send(List<CsvSource> sources, RowDelivery delivery) {
        int unread = 0;
        for (CsvSource source : sources) {
            unread += send(source, delivery) ? 0 : 1;
        }
        return unread;
    }

    private boolean send(CsvSource source, RowDelivery delivery) {
        long line = 0;
        try (CsvEventReader rows = source.rows()) {
            while (!delivery.isStuck() && rows.hasNext()) {
                CsvRow row = rows.next();
                delivery.send(source.name(), row);
                line = row.line();
                progress(delivery.rows());
            }
            if (delivery.isStuck() && rows.hasNext()) {
                log().printf(
                                "produce: %s: stopped behind line %d; run this again when the cause is mended%n",
                                source.name(), line);
                return false;
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            log().printf(
                            "produce: %s: cannot be read further than line %d: %s%n",
                            source.name(), line, ProducerMain.explain(e));
            return false;
        }
    }

    private void progress(long rows) {
        long now = System.nanoTime();
        if (now > nextProgress) {
            log().printf("produce: %d rows, %.0f/s%n", rows, rows / ((now - began) / 1e9));
            nextProgress = now + PROGRESS_NANOS;
        }
    }

    private PrintWriter log() {
        return spec.commandLine().getErr();
    }
}
