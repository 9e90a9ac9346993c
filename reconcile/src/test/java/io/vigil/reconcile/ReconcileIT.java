package io.vigil.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Events;
import io.vigil.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each test plays classifier and sink between a real broker and DynamoDB Local, and makes one mistake. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReconcileIT {

    private static final byte[] GARBAGE = {1, 2, 3, 4, 5, 6, 7};

    @TempDir
    private static Path folder;

    private static Pipeline pipeline;

    private String lastLine;
    private List<String> output;
    private String progress;

    @BeforeAll
    static void start() {
        pipeline = new Pipeline(folder);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @BeforeEach
    void empty() throws Exception {
        pipeline.reset();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(reconcile()).isZero();
        assertThat(output).containsExactly("reconciled: events=0 alarms=0 dead-letter=0 missing=0 extra=0 different=0");
    }

    @Test
    void followsEveryRecordToWhereItBelongs() {
        for (int i = 0; i < 10; i++) {
            pipeline.pass(routine(i));
            pipeline.pass(alarm(i));
            // The same event twice is two records and one item.
            pipeline.pass(alarm(i));
        }
        pipeline.bury(pipeline.write(Topics.DEVICE_EVENTS, "device-1", GARBAGE), "device-1", GARBAGE);
        pipeline.bury(pipeline.write(Topics.DEVICE_EVENTS, null, GARBAGE), null, GARBAGE);
        pipeline.bury(pipeline.write(Topics.DEVICE_EVENTS, "device-1", null), "device-1", null);

        assertThat(reconcile()).isZero();
        assertThat(output)
                .containsExactly("reconciled: events=10 alarms=10 dead-letter=3 missing=0 extra=0 different=0");
    }

    @Test
    void seesAnEventThatIsInNoTable() {
        pipeline.pass(alarm(1));
        pipeline.receive(alarm(2));
        pipeline.forward(alarm(2));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("alarms=2 dead-letter=0 missing=1 extra=0 different=0");
        assertThat(output).anyMatch(line -> line.startsWith("missing: blsAlarms device=device-2"));
    }

    @Test
    void seesAnItemOfNoRecord() {
        pipeline.pass(alarm(1));
        pipeline.store(alarm(2));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=0 extra=1 different=0");
        assertThat(output).anyMatch(line -> line.startsWith("extra: blsAlarms device=device-2"));
    }

    @Test
    void seesAnItemThatSaysSomethingElse() {
        DeviceEvent event = alarm(1);
        pipeline.pass(event);
        pipeline.store(DeviceEvent.newBuilder(event).setLatitude(1.0).build());

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=0 extra=0 different=1");
        assertThat(output).anyMatch(line -> line.startsWith("different: blsAlarms device=device-1"));
        assertThat(String.join("\n", output)).doesNotContain(event.getWorkerName());
    }

    @Test
    void seesAnAlarmThatIsNotInTheIndexOfRecentAlarmsOrNotInItsPlace() {
        pipeline.pass(alarm(1));
        pipeline.pass(alarm(2));
        pipeline.pass(alarm(3));
        Map<String, AttributeValue> absent = Pipeline.item(alarm(1));
        absent.remove("AlarmShard");
        Map<String, AttributeValue> misplaced = Pipeline.item(alarm(2));
        misplaced.put("AlarmShard", AttributeValue.fromS("2020-06-08#00"));
        pipeline.store(EventTable.ALARMS, absent);
        pipeline.store(EventTable.ALARMS, misplaced);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("alarms=3 dead-letter=0 missing=0 extra=0 different=2");
        assertThat(output).anyMatch(line -> line.startsWith("different: blsAlarms device=device-1"));
        assertThat(output).anyMatch(line -> line.startsWith("different: blsAlarms device=device-2"));
    }

    @Test
    void asksForWhatTheNewestRecordOfAKeySays() {
        DeviceEvent first = alarm(1);
        DeviceEvent second =
                DeviceEvent.newBuilder(first).setWorkerName("Grace Hopper").build();
        pipeline.pass(first);
        pipeline.pass(second);
        assertThat(reconcile()).isZero();

        pipeline.store(first);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=0 extra=0 different=1");
    }

    @Test
    void seesAnItemInTheWrongTable() {
        pipeline.receive(alarm(1));
        pipeline.forward(alarm(1));
        pipeline.storeIn(EventTable.EVENTS, alarm(1));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=1 different=0");
    }

    @Test
    void seesAnEventThatIsInNoTopicBehindTheClassifier() {
        RecordMetadata lost = pipeline.receive(alarm(1));
        pipeline.store(alarm(1));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
        assertThat(output).contains("missing: device-events-" + lost.partition() + "@0 is not in topic alarms");
    }

    @Test
    void seesAnAlarmAmongTheRoutineEvents() {
        pipeline.receive(alarm(1));
        pipeline.write(Topics.EVENTS, "device-1", pipeline.encode(alarm(1)));
        pipeline.store(alarm(1));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
        assertThat(output).anyMatch(line -> line.endsWith("is not in topic alarms"));
    }

    @Test
    void seesAnEventForwardedWithOtherBytesOrUnderAnotherKey() {
        pipeline.receive(alarm(1));
        pipeline.write(Topics.ALARMS, "device-2", pipeline.encode(alarm(1)));
        pipeline.receive(alarm(3));
        pipeline.forward(
                DeviceEvent.newBuilder(alarm(3)).setWorkerName("Grace Hopper").build());
        pipeline.store(alarm(1));
        pipeline.store(
                DeviceEvent.newBuilder(alarm(3)).setWorkerName("Grace Hopper").build());

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=2 extra=0 different=0");
    }

    @Test
    void countsARecordThatWasForwardedLessOftenThanItCame() {
        pipeline.receive(alarm(1));
        pipeline.receive(alarm(1));
        pipeline.receive(alarm(1));
        pipeline.forward(alarm(1));
        pipeline.store(alarm(1));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("alarms=1 dead-letter=0 missing=2 extra=0 different=0");
        assertThat(output).anyMatch(line -> line.contains("(3 times the same, 2 missing)"));
    }

    @Test
    void acceptsWhatReplayWritesAndDeadLettersFromElsewhere() {
        pipeline.forward(alarm(1));
        pipeline.store(alarm(1));
        pipeline.pass(routine(2));
        pipeline.forward(routine(2));
        pipeline.write(Topics.DEVICE_EVENTS_DLQ, null, GARBAGE);

        assertThat(reconcile()).isZero();
        assertThat(lastLine).endsWith("events=1 alarms=1 dead-letter=1 missing=0 extra=0 different=0");
    }

    @Test
    void asksReplayedEventsToBeInTheTableToo() {
        pipeline.forward(alarm(1));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
    }

    @Test
    void seesARecordThatIsNoEventAndNoDeadLetter() {
        pipeline.write(Topics.DEVICE_EVENTS, "device-1", GARBAGE);
        pipeline.write(Topics.DEVICE_EVENTS, "device-1", null);
        DeviceEvent noDevice = Events.sos().setDeviceId("").build();
        DeviceEvent tooOld = Events.sos().setEventTime(Instant.EPOCH).build();
        DeviceEvent tooFarAhead = Events.sos()
                .setEventTime(Instant.now().plus(Duration.ofDays(3)))
                .build();
        // Being in a topic and a table does not help what is no event.
        List.of(noDevice, tooOld, tooFarAhead).forEach(event -> {
            pipeline.receive(event);
            pipeline.forward(event);
        });
        pipeline.store(tooOld);
        pipeline.store(tooFarAhead);

        assertThat(reconcile()).isOne();
        assertThat(output)
                .filteredOn(line -> line.contains("is no event, and not in topic device-events.dlq"))
                .hasSize(5);
    }

    @Test
    void seesADeadLetterWithOtherBytes() {
        pipeline.bury(pipeline.write(Topics.DEVICE_EVENTS, "device-1", GARBAGE), "device-1", new byte[] {1, 2});

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=0 extra=0 different=1");
    }

    @Test
    void seesADeadLetterOfAValidEvent() {
        pipeline.bury(pipeline.receive(alarm(1)), "device-1", pipeline.encode(alarm(1)));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=1 different=0");
    }

    @Test
    void seesASecondDeadLetterOfOneRecord() {
        RecordMetadata source = pipeline.write(Topics.DEVICE_EVENTS, "device-1", GARBAGE);
        pipeline.bury(source, "device-1", GARBAGE);
        pipeline.bury(source, "device-1", GARBAGE);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("dead-letter=2 missing=0 extra=1 different=0");
    }

    @Test
    void wantsAnEventWithoutItsPositionIfThatIsNone() {
        DeviceEvent sent = Events.sos().setLatitude(91.0).build();
        DeviceEvent without = Events.sos().setLatitude(null).setLongitude(null).build();
        pipeline.receive(sent);
        pipeline.forward(without);
        pipeline.store(without);
        assertThat(reconcile()).isZero();

        pipeline.receive(sent);
        pipeline.forward(sent);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
    }

    @Test
    void leavesItToTheClassifiersClockWhetherATimeIsTooFarAhead() {
        DeviceEvent inDoubt =
                alarmAt(1, Instant.now().plus(Duration.ofHours(24)).minusSeconds(60));
        DeviceEvent inDoubtToo =
                alarmAt(2, Instant.now().plus(Duration.ofHours(24)).minusSeconds(60));
        pipeline.pass(inDoubt);
        pipeline.bury(pipeline.receive(inDoubtToo), "device-2", pipeline.encode(inDoubtToo));
        assertThat(reconcile()).isZero();

        pipeline.receive(alarmAt(3, Instant.now().plus(Duration.ofHours(24)).minusSeconds(60)));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
    }

    @Test
    void takesNothingThatWasAbortedForWritten() {
        pipeline.writeInVain(Topics.DEVICE_EVENTS, "device-1", pipeline.encode(alarm(1)));
        pipeline.writeInVain(Topics.EVENTS, "device-2", pipeline.encode(routine(2)));
        assertThat(reconcile()).isZero();
        assertThat(lastLine).startsWith("reconciled: events=0 alarms=0");

        pipeline.receive(alarm(3));
        pipeline.writeInVain(Topics.ALARMS, "device-3", pipeline.encode(alarm(3)));
        pipeline.write(Topics.DEVICE_EVENTS, "device-4", GARBAGE);
        pipeline.writeInVain(Topics.DEVICE_EVENTS_DLQ, "device-4", GARBAGE);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("dead-letter=0 missing=2 extra=0 different=0");
    }

    @Test
    void ignoresRecordsWithoutAValueBehindTheClassifier() {
        pipeline.write(Topics.ALARMS, "device-1", null);

        assertThat(reconcile()).isZero();
        assertThat(output).contains("note: 1 records of events and alarms have no value, and so are no events");
    }

    @Test
    void seesWhatIsNoEventBehindTheClassifier() {
        pipeline.write(Topics.ALARMS, "device-1", GARBAGE);

        assertThat(reconcile()).isOne();
        assertThat(output).anyMatch(line -> line.contains("@0 is no event, so that no table holds it"));
    }

    @Test
    void raisesNoAlarmForWhatRetentionHasDeleted() throws Exception {
        for (int i = 0; i < 10; i++) {
            pipeline.pass(alarm(i));
            pipeline.pass(routine(i));
        }
        RecordMetadata source = pipeline.write(Topics.DEVICE_EVENTS, "device-1", GARBAGE);
        pipeline.bury(source, "device-1", GARBAGE);
        pipeline.bury(pipeline.write(Topics.DEVICE_EVENTS, null, GARBAGE), null, GARBAGE);

        pipeline.expire(Topics.ALARMS);
        pipeline.expire(Topics.DEVICE_EVENTS_DLQ);
        assertThat(reconcile()).isZero();
        assertThat(output).anyMatch(line -> line.startsWith("note: 10 offsets at the beginning of topic alarms"));
        assertThat(output).anyMatch(line -> line.startsWith("note: 2 dead letters cannot be looked for"));
        assertThat(lastLine).startsWith("reconciled: events=10 alarms=10 dead-letter=0 ");

        pipeline.expire(Topics.DEVICE_EVENTS);
        pipeline.expire(Topics.EVENTS);
        assertThat(reconcile()).isZero();
        assertThat(output).anyMatch(line -> line.startsWith("note: 20 items cannot be compared"));
    }

    @Test
    void seesALossBehindRecordsThatRetentionHasDeleted() throws Exception {
        pipeline.pass(alarm(1));
        pipeline.expire(Topics.ALARMS);
        pipeline.pass(alarm(1, 1));
        pipeline.receive(alarm(1, 2));
        pipeline.store(alarm(1, 2));
        pipeline.pass(alarm(1, 3));

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
    }

    @Test
    void seesThatRetentionWasFasterThanTheSink() throws Exception {
        pipeline.receive(alarm(1));
        pipeline.forward(alarm(1));
        pipeline.expire(Topics.ALARMS);

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
        assertThat(output).anyMatch(line -> line.startsWith("missing: blsAlarms device=device-1"));
    }

    @Test
    void waitsForWhatIsOnlyLate() {
        RecordMetadata source = pipeline.write(Topics.DEVICE_EVENTS, "device-3", GARBAGE);
        pipeline.receive(alarm(1));
        pipeline.receive(routine(2));
        pipeline.forward(routine(2));

        int exitCode = reconcile(
                "not there yet",
                () -> {
                    pipeline.bury(source, "device-3", GARBAGE);
                    pipeline.forward(alarm(1));
                    pipeline.store(alarm(1));
                    pipeline.store(routine(2));
                },
                "--wait",
                "PT30S");

        assertThat(exitCode).isZero();
        assertThat(lastLine).isEqualTo("reconciled: events=1 alarms=1 dead-letter=1 missing=0 extra=0 different=0");
    }

    @Test
    void stillWantsTheItemOfAnEventThatTheClassifierForwardedLate() {
        pipeline.receive(alarm(1));

        int exitCode = reconcile("not there yet", () -> pipeline.forward(alarm(1)), "--wait", "PT3S");

        assertThat(exitCode).isOne();
        assertThat(lastLine).endsWith("missing=1 extra=0 different=0");
        assertThat(output).anyMatch(line -> line.startsWith("missing: blsAlarms device=device-1"));
    }

    @Test
    void acceptsThatALateItemWasOverwrittenMeanwhile() {
        DeviceEvent newer =
                DeviceEvent.newBuilder(alarm(1)).setWorkerName("Grace Hopper").build();
        pipeline.receive(alarm(1));
        pipeline.forward(alarm(1));

        int exitCode = reconcile("not there yet", () -> pipeline.pass(newer), "--wait", "PT30S");

        assertThat(exitCode).isZero();
    }

    @Test
    void asksForNothingThatCameAfterItBegan() {
        pipeline.pass(alarm(1));

        int exitCode = reconcile("read table blsAlarms", () -> pipeline.receive(alarm(2)), "--wait", "PT0S");

        assertThat(exitCode).isZero();
        assertThat(lastLine).startsWith("reconciled: events=0 alarms=1 ");
    }

    @Test
    void namesTwentyOfEachKind() {
        for (int i = 0; i < 25; i++) {
            pipeline.forward(alarm(i));
            pipeline.store(routine(i));
        }

        assertThat(reconcile()).isOne();
        assertThat(lastLine).endsWith("missing=25 extra=25 different=0");
        assertThat(output).filteredOn(line -> line.startsWith("missing: ")).hasSize(20);
        assertThat(output).filteredOn(line -> line.startsWith("extra: ")).hasSize(20);
    }

    @Test
    void looksForMoreItemsThanOneRequestCanAskFor() {
        for (int i = 0; i < 250; i++) {
            pipeline.forward(alarm(i));
        }

        int exitCode = reconcile(
                "read topic device-events,",
                () -> {
                    // Of the first request, the last, and one between, an item is missing.
                    for (int i = 0; i < 250; i++) {
                        if (i != 0 && i != 25 && i != 99) {
                            pipeline.store(alarm(i));
                        }
                    }
                },
                "--wait",
                "PT0S");

        assertThat(exitCode).isOne();
        assertThat(lastLine).isEqualTo("reconciled: events=0 alarms=250 dead-letter=0 missing=3 extra=0 different=0");
    }

    @Test
    void printsJson() throws Exception {
        pipeline.receive(alarm(1));

        assertThat(reconcile("--wait", "PT0S", "--json")).isOne();
        JsonNode report = new ObjectMapper().readTree(String.join("", output));
        assertThat(report.path("missing").asInt()).isOne();
        assertThat(report.path("deviceEvents").asInt()).isOne();
        assertThat(report.path("clean").asBoolean()).isFalse();
        assertThat(report.path("examples")).hasSize(1);
    }

    @Test
    void readsTablesWithOtherNames() {
        Map<String, AttributeValue> item = Pipeline.item(alarm(1));
        item.put("device", item.remove("Device_id"));
        item.put("at", item.remove("EventTime"));
        pipeline.createTable("safety-alarms", "device", "at");
        pipeline.createTable("safety-events", "device", "at");
        pipeline.receive(alarm(1));
        pipeline.forward(alarm(1));
        pipeline.store("safety-alarms", item);

        String[] names = {
            "--alarms-table", "safety-alarms", "--events-table", "safety-events", "--sort-key", "at", "--wait", "PT0S"
        };

        assertThat(reconcile(names)).isOne();
        assertThat(progress).contains("The key of table safety-events is device, at and not Device_id, at");
        String[] rightNames = java.util.Arrays.copyOf(names, names.length + 2);
        rightNames[names.length] = "--partition-key";
        rightNames[names.length + 1] = "device";
        assertThat(reconcile(rightNames)).isZero();
        assertThat(lastLine).startsWith("reconciled: events=0 alarms=1 ");
    }

    @Test
    void namesATopicThatIsMissing() throws Exception {
        pipeline.deleteTopic(Topics.ALARMS);

        assertThat(reconcile()).isOne();
        assertThat(progress).contains("does not have these topics: alarms. Create them");
        assertThat(output).isEmpty();
    }

    @Test
    void namesATableThatIsMissing() {
        pipeline.deleteTable(EventTable.ALARMS);

        assertThat(reconcile()).isOne();
        assertThat(progress).contains("has no table blsAlarms: the sink makes it with auto.create=true");
        assertThat(output).isEmpty();
    }

    @Test
    void saysThatDynamoDbDoesNotAnswer() throws Exception {
        String url = "http://127.0.0.1:" + freePort();

        assertThat(reconcile("--dynamodb-endpoint", url)).isOne();
        assertThat(progress).contains("DynamoDB at " + url + " does not answer for table blsEvents");
        assertThat(output).isEmpty();
    }

    @Test
    void saysThatNoBrokerAnswers() throws Exception {
        Path file = Files.writeString(
                folder.resolve("impatient.properties"), "request.timeout.ms=500\ndefault.api.timeout.ms=1000\n");
        String address = "127.0.0.1:" + freePort();

        assertThat(reconcile("--bootstrap-server", address, "--command-config", file.toString()))
                .isOne();
        assertThat(progress).contains("No broker answered at " + address);
        assertThat(output).isEmpty();
    }

    private int reconcile() {
        return reconcile("--wait", "PT0S");
    }

    private int reconcile(String... arguments) {
        return reconcile("never", () -> {}, arguments);
    }

    /** Runs the command, and an action once when it says something on its way. */
    private int reconcile(String word, Runnable action, String... arguments) {
        StringWriter out = new StringWriter();
        WatchedWriter err = new WatchedWriter(word, action);
        int exitCode = ReconcileMain.commandLine()
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(pipeline.arguments(arguments));
        output = out.toString().lines().toList();
        lastLine = output.isEmpty() ? "" : output.get(output.size() - 1);
        progress = err.toString();
        return exitCode;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static DeviceEvent routine(int device) {
        return Events.checkIn().setDeviceId("device-" + device).build();
    }

    private static DeviceEvent alarm(int device) {
        return alarm(device, 0);
    }

    private static DeviceEvent alarm(int device, int second) {
        return alarmAt(device, Instant.parse("2020-06-09T09:36:00Z").plusSeconds(second));
    }

    private static DeviceEvent alarmAt(int device, Instant time) {
        return Events.sos()
                .setDeviceId("device-" + device)
                .setEventTime(time.truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                .build();
    }

    /** Runs an action in the middle of what writes to it. */
    private static final class WatchedWriter extends StringWriter {

        private final String word;
        private final Runnable action;
        private boolean done;

        private WatchedWriter(String word, Runnable action) {
            this.word = word;
            this.action = action;
        }

        @Override
        public void flush() {
            if (!done && toString().contains(word)) {
                done = true;
                action.run();
            }
        }
    }
}
