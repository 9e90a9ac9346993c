package io.vigil.bench;

import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The classifier, exactly once, as partitions and threads grow, and as the devices do whose state it keeps. */
final class ClassifierGrowth {

    /** Where devices grow: what the local stack has. */
    private static final int USUAL_PARTITIONS = 6;

    private final GrowthSetup setup;
    private final LocalStack stack;
    private final Path state;
    private final Consumer<String> progress;

    /** On a stack that runs, with a broker and a registry. */
    ClassifierGrowth(GrowthSetup setup, LocalStack stack, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.stack = stack;
        this.state = state;
        this.progress = progress;
    }

    /** Named by {@link GrowthSetup#name}. */
    List<ClassifyMeasurement> withPartitions() throws IOException, InterruptedException {
        return measure(setup.partitions().stream()
                .flatMap(partitions -> setup.threads().stream()
                        .map(threads -> new Point(
                                GrowthSetup.name(partitions, threads),
                                new Input(partitions, SampleRecords.DEVICES, setup.warmUp(), setup.records()),
                                threads)))
                .toList());
    }

    /** Named by {@link GrowthSetup#devicesName}. */
    List<ClassifyMeasurement> withDevices() throws IOException, InterruptedException {
        return measure(setup.devices().stream()
                .map(devices -> new Point(
                        GrowthSetup.devicesName(devices),
                        new Input(USUAL_PARTITIONS, devices, setup.warmUpOfDevices(), setup.records()),
                        1))
                .toList());
    }

    private List<ClassifyMeasurement> measure(List<Point> points) throws IOException, InterruptedException {
        Input most = points.get(0).input();
        DiskSpace.require(
                (long) most.total() * ClassifyRuns.DISK_BYTES_PER_RECORD,
                "some times " + most.total() + " records",
                state);
        ClassifyServices services = new ClassifyServices(VigilHome.locate(), stack.endpoints());
        try (RunTopics topics = new RunTopics(stack.endpoints().bootstrapServers())) {
            ClassifyRuns runs = new ClassifyRuns(stack, topics, state);
            Loaded loaded = new Loaded(topics);
            progress.accept("warming the broker up");
            runs.measure(services.copyLoop(true), 0, loaded.with(most), most.warmUp());
            return Turns.take(
                    points,
                    setup.runs(),
                    (point, run) -> runs.measure(
                            point.service(services),
                            run,
                            loaded.with(point.input()),
                            point.input().warmUp()),
                    progress);
        }
    }

    /** What {@code device-events} has. */
    private final class Loaded {

        private final RunTopics topics;
        private Input input = new Input(0, 0, 0, 0);
        private Routed routed = new Routed(0, 0);

        Loaded(RunTopics topics) {
            this.topics = topics;
        }

        /** Makes all topics anew with another input, unless it is there. */
        Routed with(Input wanted) throws InterruptedException {
            if (!wanted.equals(input)) {
                progress.accept("loading " + wanted);
                topics.empty(
                        Stream.concat(Stream.of(Topics.DEVICE_EVENTS), ClassifyRuns.WRITTEN.stream())
                                .toList(),
                        wanted.partitions());
                routed = ClassifyInput.load(stack.endpoints(), wanted.total(), wanted.devices());
                input = wanted;
            }
            return routed;
        }
    }

    private record Input(int partitions, int devices, int warmUp, int records) {

        int total() {
            return warmUp + records;
        }

        @Override
        public String toString() {
            return total() + " records of " + devices + " devices into " + partitions + " partitions";
        }
    }

    private record Point(String name, Input input, int threads) {

        Service service(ClassifyServices services) {
            return services.vigilExactlyOnce(threads).named(name);
        }
    }
}
