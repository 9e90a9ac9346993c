package io.vigil.spark;

import io.vigil.schemas.csv.CsvDialect;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends what stands in CSV files, in S3 or elsewhere, with Spark. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the events of CSV files, plain or gzipped, into the topics. A row that is no event goes to "
                    + "device-events.dlq as it is, with file, line and reason. Replaying a file twice, or what came "
                    + "live before, does no harm: an event that comes twice is one item.",
            "Each file's header names its columns: Device ID, Event, EventTime; and, if it has them, Worker ID, Worker "
                    + "Name, Latitude, Longitude.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was delivered",
            "1:a file, a topic or a broker was no good, or there were more bad rows than --max-rejected",
            "2:wrong usage"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            arity = "1..*",
            paramLabel = "URI",
            description = "Files, or folders with all that is below them: s3a://BUCKET/…, or local. * ? [] {} stand "
                    + "for parts of names.")
    private List<String> uris;

    @Option(
            names = "--into",
            defaultValue = "classified",
            paramLabel = "classified|raw",
            converter = Destination.Converter.class,
            description = "classified writes events and alarms at once, by the classifier's rule; raw writes "
                    + "device-events, and the classifier does the rest. ${DEFAULT-VALUE} by default.")
    private Destination destination;

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
            names = "--master",
            paramLabel = "M",
            description = "The Spark master, as spark://HOST:PORT or yarn; by default spark-submit's, else local[*].")
    private String master;

    @Option(names = "--dry-run", description = "Read and judge all rows, and write nothing; needs no broker.")
    private boolean dryRun;

    @Option(
            names = "--max-rejected",
            paramLabel = "N|P%",
            converter = RejectionLimit.Converter.class,
            description = "Exit with 1 if more rows than this are no events; by default any number may be.")
    private RejectionLimit maxRejected;

    @Option(
            names = "--max-rate",
            defaultValue = "0",
            paramLabel = "R",
            description = "Records a second at most, so that live alarms do not wait behind history; by default as "
                    + "many as will go.")
    private int maxRate;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the summary as JSON, too.")
    private Path report;

    @Override
    public Integer call() throws IOException {
        CsvDialect dialect = dialect();
        if (maxRate < 0) {
            throw new ParameterException(spec.commandLine(), "--max-rate is " + maxRate + ", must be 0 or more");
        }
        ReplayTopics topics = new ReplayTopics(destination, connection.kafka());
        Map<String, Integer> schemaIds = Map.of();
        if (!dryRun) {
            topics.check();
            schemaIds = topics.schemaIds();
        }
        try (SparkSession spark = session()) {
            ReplayJob job = new ReplayJob(spark, dialect, destination, maxRate, log());
            return finish(job.run(uris, schemaIds, dryRun ? Optional.empty() : Optional.of(topics), Instant.now()));
        } catch (InputException e) {
            e.problems().forEach(problem -> log().println("replay: " + problem));
            log().println("replay: nothing was written");
            return 1;
        }
    }

    private int finish(Report result) throws IOException {
        if (report != null) {
            result.writeJson(report);
        }
        spec.commandLine().getOut().println(result.line());
        spec.commandLine().getOut().flush();
        if (maxRejected != null && maxRejected.isExceeded(result.rejectedRows(), result.rows())) {
            log().printf(
                            "replay: %d of %d rows are no events, more than --max-rejected %s%s%n",
                            result.rejectedRows(),
                            result.rows(),
                            maxRejected,
                            dryRun ? "" : "; they are in device-events.dlq, with the reason");
            return 1;
        }
        return 0;
    }

    private CsvDialect dialect() {
        try {
            return CsvDialect.of(delimiter, zone);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--delimiter: " + e.getMessage(), e);
        }
    }

    private SparkSession session() throws IOException {
        SparkConf settings = new SparkConf();
        connection.spark().forEach(settings::set);
        settings.setIfMissing("spark.app.name", "vigil-replay");
        if (master != null) {
            settings.set("spark.master", master);
        }
        settings.setIfMissing("spark.master", "local[*]");
        if (settings.get("spark.master").toLowerCase(Locale.ROOT).startsWith("local")) {
            settings.setIfMissing("spark.ui.enabled", "false");
            settings.setIfMissing("spark.driver.host", LOOPBACK);
            settings.setIfMissing("spark.driver.bindAddress", LOOPBACK);
        }
        return SparkSession.builder().config(settings).getOrCreate();
    }

    private PrintWriter log() {
        return spec.commandLine().getErr();
    }
}
