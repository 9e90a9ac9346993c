package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LocalStackIT {

    private static final String SUBJECT = Topics.valueSubject(Topics.DEVICE_EVENTS);

    private static final String INDEX = "AlarmShard HASH, EventTime RANGE; ALL; ACTIVE";

    @TempDir
    private Path folder;

    @Test
    void comesUpHealthyWithItsTopicsAndLeavesNothingBehind() throws Exception {
        LocalStack stack = new LocalStack(config(Part.BROKER, Part.REGISTRY, Part.DYNAMODB, Part.S3, Part.CONNECT));
        List<ProcessIdentity> processes;

        try (stack) {
            stack.start();
            processes = running();

            assertThat(Probes.topics(stack)).containsAll(TopicProvisioner.names());
            assertThat(Probes.topicSetting(stack, Topics.DEVICE_STATUS, "cleanup.policy"))
                    .isEqualTo("compact");
            assertThat(get(stack.endpoints().registryUrl() + "/subjects"))
                    .contains("device-events-value", "events-value", "alarms-value", "device-status-value");
            assertThat(get(stack.endpoints().registryUrl() + "/config/" + SUBJECT))
                    .contains(SchemaProvisioner.COMPATIBILITY);
            assertThat(get(stack.endpoints().connectUrl() + "/connectors")).isEqualTo("[]");
            assertThat(Probes.keys(stack)).containsExactly(BucketProvisioner.SAMPLE);
            assertThat(processes).hasSize(5);
        }

        assertThat(processes).noneMatch(ProcessIdentity::isAlive);
        assertThat(stack.endpoints().ports().values()).allMatch(Ports::isFree);
        assertThat(folder.resolve("run")).isDirectoryContaining(file -> file.endsWith("lock"));
        assertThat(folder.resolve("run")).isDirectoryNotContaining(file -> !file.endsWith("lock"));
    }

    @Test
    void keepsTopicsSchemasAndItemsFromRunToRun() throws Exception {
        StackConfig config = config(Part.BROKER, Part.REGISTRY, Part.DYNAMODB);
        int schemaId;

        try (LocalStack first = new LocalStack(config).start()) {
            schemaId = registerSchema(first);
            Probes.createTable(first);
            Probes.putItem(first, "kept");
            try (var admin = Probes.admin(first)) {
                admin.deleteTopics(List.of(Topics.EVENTS)).all().get(20, TimeUnit.SECONDS);
            }
        }

        try (LocalStack second = new LocalStack(config).start()) {
            assertThat(schemaIdOf(second)).isEqualTo(schemaId);
            assertThat(Probes.hasItem(second, "kept")).isTrue();
            assertThat(Probes.topics(second)).containsAll(Topics.all());
        }
    }

    @Test
    void keepsObjectsFromRunToRunAndBringsTheSampleUpToDate() throws Exception {
        StackConfig config = config(Part.S3);
        byte[] sample = Files.readAllBytes(VigilHome.locate().sampleFile());

        try (LocalStack first = new LocalStack(config).start()) {
            assertThat(Probes.object(first, BucketProvisioner.SAMPLE)).isEqualTo(sample);
            Probes.putObject(first, BucketProvisioner.SAMPLE, new byte[] {1});
            Probes.putObject(first, "events/2021/kept.csv", new byte[] {2, 3});
        }

        try (LocalStack second = new LocalStack(config).start()) {
            assertThat(Probes.keys(second)).containsExactly(BucketProvisioner.SAMPLE, "events/2021/kept.csv");
            assertThat(Probes.object(second, BucketProvisioner.SAMPLE)).isEqualTo(sample);
            assertThat(Probes.object(second, "events/2021/kept.csv")).isEqualTo(new byte[] {2, 3});
        }
    }

    @Test
    void hasTheTablesAndFindsAlarmsOfAllDevicesByTheirDay() {
        Map<String, AttributeValue> first = alarm("device-1", "2020-06-09#07");
        Map<String, AttributeValue> second = alarm("device-2", "2020-06-09#07");

        try (LocalStack stack = new LocalStack(config(Part.DYNAMODB)).start()) {
            assertThat(Probes.recentAlarmsIndex(stack, "blsEvents")).isEmpty();
            assertThat(Probes.recentAlarmsIndex(stack, "blsAlarms")).isEqualTo(INDEX);
            Probes.putAlarm(stack, first);
            Probes.putAlarm(stack, second);
            Probes.putAlarm(stack, alarm("device-3", "2020-06-10#07"));

            assertThat(Probes.recentAlarms(stack, "2020-06-09#07")).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void givesTheAlarmsOfAnEarlierVersionTheirIndex() {
        StackConfig config = config(Part.DYNAMODB);
        Map<String, AttributeValue> replayed = alarm("device-1", "2020-06-09#07");
        Map<String, AttributeValue> old = new HashMap<>(alarm("device-2", "2020-06-09#07"));
        old.remove("AlarmShard");
        try (LocalStack before = new LocalStack(config).start()) {
            Probes.recreateAlarmsWithoutIndex(before);
            Probes.putAlarm(before, replayed);
            Probes.putAlarm(before, old);
            assertThat(Probes.recentAlarmsIndex(before, "blsAlarms")).isEmpty();
        }

        try (LocalStack after = new LocalStack(config).start()) {
            assertThat(Probes.recentAlarmsIndex(after, "blsAlarms")).isEqualTo(INDEX);
            assertThat(Probes.recentAlarms(after, "2020-06-09#07")).containsExactly(replayed);
        }
    }

    @Test
    void letsNobodyInWithAnotherSecret() {
        try (LocalStack stack = new LocalStack(config(Part.S3)).start();
                S3Client stranger = Probes.s3(stack, "some other secret")) {
            assertThatThrownBy(() -> stranger.listObjectsV2(list -> list.bucket(Endpoints.HISTORY_BUCKET)))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("signature");
        }
    }

    @Test
    void keepsWhatWasAcknowledgedWhenPartsAreKilled() throws Exception {
        try (LocalStack stack = new LocalStack(config(Part.BROKER, Part.REGISTRY, Part.DYNAMODB, Part.S3)).start()) {
            Probes.createTable(stack);

            Probes.putItem(stack, "acknowledged");
            stack.kill(Part.DYNAMODB);
            Probes.putObject(stack, "acknowledged", new byte[] {1});
            stack.kill(Part.S3);
            int schemaId = registerSchema(stack);
            stack.kill(Part.REGISTRY);
            stack.kill(Part.BROKER);

            assertThat(stack.isRunning(Part.DYNAMODB)).isFalse();
            stack.start(Part.DYNAMODB);
            stack.start(Part.S3);
            stack.start(Part.REGISTRY);
            stack.start(Part.BROKER);
            assertThat(Probes.hasItem(stack, "acknowledged")).isTrue();
            assertThat(Probes.object(stack, "acknowledged")).isEqualTo(new byte[] {1});
            assertThat(schemaIdOf(stack)).isEqualTo(schemaId);
            assertThat(Probes.topics(stack)).containsAll(Topics.all());
        }
    }

    @Test
    void deletesTheDataWhenAskedTo() {
        StackConfig config = config(Part.DYNAMODB, Part.S3);
        try (LocalStack first = new LocalStack(config).start()) {
            Probes.createTable(first);
            Probes.putItem(first, "old");
            Probes.putObject(first, "old", new byte[] {1});
        }

        try (LocalStack second = new LocalStack(config).wipe().start()) {
            Probes.createTable(second);

            assertThat(Probes.hasItem(second, "old")).isFalse();
            assertThat(Probes.keys(second)).containsExactly(BucketProvisioner.SAMPLE);
        }
    }

    @Test
    void namesThePortInUseThePartThatWantsItAndWhoHoldsItBeforeAnythingStarts() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = holder.getLocalPort();
            LocalStack stack = new LocalStack(config(Part.DYNAMODB, Part.BROKER).withPort(Port.DYNAMODB, taken));

            assertThatThrownBy(stack::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + taken + ", which dynamodb needs, is held by pid "
                            + ProcessHandle.current().pid());
            assertThat(running()).isEmpty();
            assertThat(folder.resolve("logs")).isEmptyDirectory();
        }
    }

    @Test
    void isStoppedWhenAnyOfThoseWhoCloseItReturns() throws Exception {
        CompletableFuture<List<ProcessIdentity>> leftBySecond = new CompletableFuture<>();
        LocalStack[] stack = new LocalStack[1];
        stack[0] = new LocalStack(config(Part.DYNAMODB, Part.S3), line -> {
            if (line.equals("s3 stopped")) {
                CountDownLatch begun = new CountDownLatch(1);
                leftBySecond.completeAsync(() -> {
                    begun.countDown();
                    stack[0].close();
                    return running();
                });
                awaitQuietly(begun);
            }
        });
        stack[0].start().close();

        assertThat(leftBySecond.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void showsTheLogOfThePartThatFailsAndStopsTheRest() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/broker"));
        Files.writeString(data.resolve("meta.properties"), "version=1\ncluster.id=of-some-cluster\nnode.id=77\n");
        LocalStack stack = new LocalStack(config(Part.BROKER, Part.DYNAMODB));

        assertThatThrownBy(stack::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("broker ended with exit code 1")
                .hasMessageContaining(folder.resolve("logs/broker.log").toString())
                .hasMessageContaining("77");
        assertThat(running()).isEmpty();
        assertThat(stack.endpoints().ports().values()).allMatch(Ports::isFree);
    }

    @Test
    void threeBrokersHoldACopyEachAndTheirDataIsOfThreeBrokersFromThenOn() throws Exception {
        StackConfig three = config(Part.BROKER).withBrokers(3);
        LocalStack stack = new LocalStack(three).start();
        try (Admin admin = Probes.admin(stack)) {
            assertThat(Probes.copiesInSync(admin, Topics.ALARMS)).containsOnly(3);
        }
        assertThat(Probes.topicSetting(stack, Topics.ALARMS, "min.insync.replicas"))
                .isEqualTo("2");
        stack.detach();
        List<ProcessIdentity> brokers = running();

        assertThat(command("status")).isZero();
        assertThat(command("down")).isZero();

        assertThat(brokers).hasSize(3).noneMatch(ProcessIdentity::isAlive);
        assertThatThrownBy(new LocalStack(three.withBrokers(1))::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("was made with --brokers=3, not 1")
                .hasMessageContaining("--fresh");
        assertThat(running()).isEmpty();
    }

    @Test
    void refusesToStartTwiceInOneFolder() {
        StackConfig config = config(Part.DYNAMODB);
        try (LocalStack first = new LocalStack(config).start()) {
            assertThatThrownBy(new LocalStack(config)::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("runs already")
                    .hasMessageContaining("./vigil down");
            assertThat(first.isRunning(Part.DYNAMODB)).isTrue();
            Probes.createTable(first);
        }
    }

    @Test
    void endsWhatAKilledLauncherHasLeftBehind() throws Exception {
        Process launcher = launcherInItsOwnProcess();
        List<ProcessIdentity> orphans = running();
        launcher.destroyForcibly().waitFor();
        assertThat(orphans).hasSize(1).allMatch(ProcessIdentity::isAlive);

        try (LocalStack next = new LocalStack(config(Part.DYNAMODB)).start()) {
            assertThat(orphans).noneMatch(ProcessIdentity::isAlive);
            assertThat(next.isRunning(Part.DYNAMODB)).isTrue();
        }
    }

    @Test
    void downStopsAForegroundLauncherAndItsParts() throws Exception {
        Process launcher = launcherInItsOwnProcess();
        List<ProcessIdentity> parts = running();

        int exitCode = command("down");

        assertThat(exitCode).isZero();
        assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(parts).hasSize(1).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void statusAndDownWorkOnADetachedStack() {
        LocalStack stack = new LocalStack(config(Part.DYNAMODB)).start();
        stack.detach();
        stack.close();
        List<ProcessIdentity> parts = running();

        assertThat(command("status")).isZero();
        assertThatThrownBy(new LocalStack(config(Part.DYNAMODB))::start).hasMessageContaining("detached");
        assertThat(parts).hasSize(1).allMatch(ProcessIdentity::isAlive);
        assertThat(command("down")).isZero();

        assertThat(parts).noneMatch(ProcessIdentity::isAlive);
        assertThat(command("status")).isOne();
        assertThat(command("down")).isZero();
    }

    @Test
    void statusIsNotGoodWhenAPartHasDied() {
        try (LocalStack stack = new LocalStack(config(Part.DYNAMODB)).start()) {
            assertThat(command("status")).isZero();

            stack.kill(Part.DYNAMODB);

            assertThat(command("status")).isOne();
        }
    }

    @Test
    void stopsAPartThatIsPaused() {
        List<ProcessIdentity> parts;
        try (LocalStack stack = new LocalStack(config(Part.DYNAMODB)).start()) {
            parts = running();

            stack.pause(Part.DYNAMODB);

            assertThat(command("status")).isOne();
            stack.resume(Part.DYNAMODB);
            assertThat(command("status")).isZero();
            stack.pause(Part.DYNAMODB);
        }
        assertThat(parts).hasSize(1).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void partsDoNotHearTheTerminalsCtrlC() {
        try (LocalStack stack = new LocalStack(config(Part.DYNAMODB)).start()) {
            ProcessIdentity part = running().get(0);

            part.signal("INT");
            part.signal("HUP");

            assertThat(part.endsWithin(Duration.ofMillis(500))).isFalse();
            assertThat(command("status")).isZero();
            assertThat(stack.isRunning(Part.DYNAMODB)).isTrue();
        }
    }

    private static Map<String, AttributeValue> alarm(String device, String shard) {
        return Map.of(
                "Device_id", AttributeValue.fromS(device),
                "EventTime", AttributeValue.fromS("2020-06-09T09:36:00.000Z#6"),
                "Event", AttributeValue.fromN("6"),
                "Worker_name", AttributeValue.fromS("Ada Łovelace"),
                "AlarmShard", AttributeValue.fromS(shard));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StackConfig config(Part... parts) {
        return StackConfig.everything(folder).withParts(parts).withoutSink().onFreePorts();
    }

    private List<ProcessIdentity> running() {
        return List.copyOf(new Leftovers(new StateFolder(folder)).running().values());
    }

    private int command(String name) {
        return StackMain.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .execute(name, "--state", folder.toString());
    }

    private Process launcherInItsOwnProcess() throws Exception {
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherToKill.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = launcher.inputReader();
        assertThat(output.readLine()).isEqualTo(LauncherToKill.READY);
        return launcher;
    }

    private static int registerSchema(LocalStack stack) {
        try (SchemaRegistryClient client = registry(stack)) {
            return client.register(SUBJECT, DeviceEvent.getClassSchema());
        }
    }

    private static int schemaIdOf(LocalStack stack) {
        try (SchemaRegistryClient client = registry(stack)) {
            return client.latest(SUBJECT).orElseThrow().id();
        }
    }

    private static SchemaRegistryClient registry(LocalStack stack) {
        return SchemaRegistryClient.create(
                Map.of("schema.registry.url", stack.endpoints().registryUrl()));
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }
}
