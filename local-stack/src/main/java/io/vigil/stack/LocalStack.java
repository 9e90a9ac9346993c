package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real parts as processes of this machine, listening on 127.0.0.1 only. One object is one run: {@link #start()},
 * then {@link #close()}, or {@link #detach()} to leave them running. Data stays in the state folder from run to run.
 *
 * <p>The methods that take a {@link Part} are for fault tests. All are safe to call from several threads; those for one
 * and the same part follow each other.
 */
public final class LocalStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final StackConfig config;
    private final Consumer<String> progress;
    private final VigilHome home;
    private final StateFolder state;
    private final Endpoints endpoints;
    private final Recipes recipes;
    private final Map<Part, PartProcess> processes = new EnumMap<>(Part.class);
    private final List<RunLock> held = new ArrayList<>();
    private final Object closing = new Object();
    private boolean closed;

    /** A stack that logs its progress. Nothing is started yet. */
    public LocalStack(StackConfig config) {
        this(config, LOG::info);
    }

    /**
     * A stack; nothing is started yet.
     *
     * @param progress is told each step, one line of text each; from several threads
     * @throws StackException when there is no free port, or no checkout to run from
     */
    public LocalStack(StackConfig config, Consumer<String> progress) {
        this.config = config;
        this.progress = progress;
        this.home = VigilHome.locate();
        this.state = new StateFolder(config.state());
        this.endpoints = new Endpoints(Ports.resolve(config));
        this.recipes = new Recipes(config, home, state, endpoints);
    }

    /** Where the parts are reached. The same before and after a part's restart. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * Starts all parts, those that do not wait for each other at the same time, and returns when every one is healthy,
     * the topics, schemas, tables and the bucket are there and the sink runs. Ends what a crashed launcher has left in the
     * state folder first. When one part fails, stops all.
     *
     * @return this
     * @throws StackException when a stack runs in that state folder already, a port is in use, or a part fails; the
     *     message says which, and shows the end of its log
     */
    public LocalStack start() {
        try {
            takeOwnership();
            requireFreePorts();
            requireSameBrokers();
            startAll();
            return this;
        } catch (StackException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new StackException("cannot use the state folder " + config.state() + ": " + e.getMessage(), e);
        }
    }

    /** Deletes the data of earlier runs, before {@link #start()}. What a crashed launcher left running is ended first. */
    public LocalStack wipe() {
        try {
            takeOwnership();
            state.wipe();
            progress.accept("data deleted in " + config.state());
            return this;
        } catch (IOException e) {
            close();
            throw new StackException("cannot delete the data in " + config.state() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Starts one part, and returns when it is healthy.
     *
     * @throws StackException when it fails
     * @throws IllegalStateException when it runs, or the stack is closed
     */
    public void start(Part part) {
        start(part, Map.of());
    }

    /**
     * Starts one part as {@link #start(Part)} does.
     *
     * @param environment variables of its process, on top of those that it always has
     * @throws StackException when it fails
     * @throws IllegalStateException when it runs, or the stack is closed
     */
    public void start(Part part, Map<String, String> environment) {
        try {
            long began = System.nanoTime();
            PartProcess process = launch(part, environment);
            process.awaitHealthy();
            process.whenItFails(code -> progress.accept(
                    part.id() + " ended by itself with exit code " + code + "; its log is " + state.log(part)));
            progress.accept("%-10s ready in %.1f s on %s (pid %d)"
                    .formatted(part.id(), (System.nanoTime() - began) / 1e9, addresses(part), process.pid()));
        } catch (IOException e) {
            throw new StackException("cannot start " + part.id() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while " + part.id() + " starts", e);
        }
    }

    /** Stops one part gracefully, and by force if that takes too long. Returns when the process is gone. */
    public void stop(Part part) {
        stopIfRunning(part);
    }

    /**
     * Kills one part by SIGKILL. Returns when the process is gone.
     *
     * @throws IllegalStateException when it does not run
     */
    public void kill(Part part) {
        try {
            running(part).kill();
            forget(part);
            progress.accept(part.id() + " killed");
        } catch (IOException e) {
            throw new StackException("cannot kill " + part.id() + ": " + e.getMessage(), e);
        }
    }

    /** Stops the clock of one part (SIGSTOP): its connections stay, nothing answers. */
    public void pause(Part part) {
        running(part).pause();
    }

    /** Lets a paused part go on (SIGCONT). */
    public void resume(Part part) {
        running(part).resume();
    }

    /** Whether the part's process runs. */
    public boolean isRunning(Part part) {
        return find(part).filter(PartProcess::isAlive).isPresent();
    }

    /**
     * The part's process, as for reading what CPU time it took.
     *
     * @throws IllegalStateException when it does not run
     */
    public ProcessHandle process(Part part) {
        return ProcessHandle.of(running(part).pid())
                .orElseThrow(() -> new IllegalStateException(part.id() + " does not run"));
    }

    /**
     * Leaves the parts running without this launcher. {@code ./vigil down}, or a {@link #close()} before, stops them.
     *
     * @throws StackException when that cannot be noted in the state folder
     */
    public synchronized void detach() {
        try {
            runFile(true).write(state.runFile());
            releaseLock();
            closed = true;
        } catch (IOException e) {
            throw new StackException("cannot write to " + config.state() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stops all parts in the reverse order of their start. Leaves no process and no port behind, also when another thread
     * is closing it already, as when the JVM ends meanwhile: both return when all is stopped.
     */
    @Override
    public void close() {
        synchronized (closing) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            stopAll();
        }
    }

    private void stopAll() {
        List<String> failures = new ArrayList<>();
        for (Part part : Part.stopOrder(config.parts())) {
            try {
                if (part.isFirstBrokerToStop()) {
                    config.brokers().forEach(broker -> find(broker).ifPresent(PartProcess::askToStop));
                }
                stopIfRunning(part);
            } catch (StackException e) {
                failures.add(e.getMessage());
            }
        }
        try {
            if (!held.isEmpty() && failures.isEmpty()) {
                Files.deleteIfExists(state.runFile());
            }
            releaseLock();
        } catch (IOException e) {
            failures.add("cannot tidy up " + config.state() + ": " + e.getMessage());
        }
        if (!failures.isEmpty()) {
            throw new StackException(String.join("\n", failures));
        }
    }

    private synchronized void takeOwnership() throws IOException {
        if (!held.isEmpty()) {
            return;
        }
        state.create();
        held.add(RunLock.tryAcquire(state.lockFile()).orElseThrow(this::runsAlready));
        Leftovers leftovers = new Leftovers(state);
        boolean leftOnPurpose =
                RunFile.read(state.runFile()).filter(RunFile::detached).isPresent();
        if (leftOnPurpose && !leftovers.running().isEmpty()) {
            releaseLock();
            throw runsAlready();
        }
        leftovers
                .end()
                .forEach((part, process) ->
                        progress.accept(part.id() + " was left behind by an earlier run: ended pid " + process.pid()));
        runFile(false).write(state.runFile());
    }

    private StackException runsAlready() {
        String launcher = RunFile.read(state.runFile())
                .map(run -> run.detached() ? " (detached)" : " (launcher pid " + run.launcher() + ")")
                .orElse("");
        return new StackException("a stack runs already in " + config.state() + launcher + ": './vigil down' stops it");
    }

    private void requireFreePorts() {
        List<String> inUse = new ArrayList<>();
        for (Part part : config.parts().stream().sorted().toList()) {
            for (Port port : part.ports()) {
                int number = endpoints.port(port);
                if (!Ports.isFree(number)) {
                    inUse.add("port " + number + ", which " + part.id() + " needs, is held by " + Ports.holder(number));
                }
            }
        }
        if (!inUse.isEmpty()) {
            throw new StackException(String.join("\n", inUse));
        }
    }

    /**
     * The data belongs to one cluster of so many brokers. Which, is told by their folders; so all of them are made before
     * the first one starts.
     */
    private void requireSameBrokers() throws IOException {
        List<Part> wanted = config.brokers();
        List<Part> before = Part.BROKERS.stream()
                .filter(broker -> Files.exists(state.data(broker)))
                .toList();
        if (!wanted.isEmpty() && !before.isEmpty() && !before.equals(wanted)) {
            throw new StackException(
                    "the data in %s was made with --brokers=%d, not %d: start it so, or delete it with './vigil up --fresh'"
                            .formatted(config.state(), before.size(), wanted.size()));
        }
        for (Part broker : wanted) {
            Files.createDirectories(state.data(broker));
        }
    }

    private void startAll() {
        ExecutorService pool = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "vigil-stack-start");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<Part, CompletableFuture<Void>> started = new EnumMap<>(Part.class);
            for (Part broker : config.brokers()) {
                started.put(broker, CompletableFuture.runAsync(() -> start(broker), pool));
            }
            // A topic has a copy on each broker, so that it takes all of them to make one.
            CompletableFuture<Void> topics = allOf(started.values()).thenRunAsync(this::provideTopics, pool);
            for (Part part : config.parts().stream().sorted().toList()) {
                if (!Part.BROKERS.contains(part)) {
                    CompletableFuture<Void> needs = allOf(part.needs().stream()
                            .map(needed -> needed == Part.BROKER ? topics : started.get(needed))
                            .toList());
                    started.put(part, needs.thenRunAsync(() -> startAndProvide(part), pool));
                }
            }
            List<CompletableFuture<Void>> steps = new ArrayList<>(started.values());
            steps.add(topics);
            CompletableFuture<Void> all = allOf(steps);
            CompletableFuture<Void> firstFailure = new CompletableFuture<>();
            steps.forEach(step -> step.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    firstFailure.completeExceptionally(failure);
                }
            }));
            CompletableFuture.anyOf(all, firstFailure).join();
            if (config.sink()) {
                registerSink();
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known
                    ? known
                    : new StackException("the stack did not start: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void startAndProvide(Part part) {
        start(part);
        if (part == Part.REGISTRY) {
            SchemaProvisioner.provision(endpoints.registryUrl());
        }
        if (part == Part.DYNAMODB) {
            TableProvisioner.provision(endpoints);
        }
        if (part == Part.S3) {
            BucketProvisioner.provision(endpoints, home.sampleFile());
        }
    }

    private void provideTopics() {
        if (config.brokers().isEmpty()) {
            return;
        }
        try {
            TopicProvisioner.provision(
                    endpoints.bootstrapServers(), (short) config.brokers().size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the topics are made", e);
        }
    }

    private static CompletableFuture<Void> allOf(Collection<CompletableFuture<Void>> steps) {
        return CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new));
    }

    private void registerSink() {
        try {
            new SinkConnectors(endpoints).register();
            progress.accept("sink       runs: connectors for alarms and events");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the connectors start", e);
        }
    }

    private PartProcess launch(Part part, Map<String, String> environment) throws IOException, InterruptedException {
        Recipe recipe = recipes.of(part).withEnvironment(environment);
        recipe.preparation().in(Files.createDirectories(state.data(part)));
        synchronized (this) {
            if (closed) {
                throw new StackException("the stack is being stopped");
            }
            if (processes.containsKey(part) && processes.get(part).isAlive()) {
                throw new IllegalStateException(part.id() + " runs");
            }
            PartProcess process = PartProcess.launch(part, recipe, state);
            processes.put(part, process);
            return process;
        }
    }

    private void stopIfRunning(Part part) {
        find(part).ifPresent(process -> {
            try {
                progress.accept(part.id() + (process.stop() ? " stopped" : " did not stop in time, and was killed"));
                forget(part);
            } catch (IOException e) {
                throw new StackException("cannot stop " + part.id() + ": " + e.getMessage(), e);
            }
        });
    }

    private synchronized Optional<PartProcess> find(Part part) {
        return Optional.ofNullable(processes.get(part));
    }

    private PartProcess running(Part part) {
        return find(part)
                .filter(PartProcess::isAlive)
                .orElseThrow(() -> new IllegalStateException(part.id() + " does not run"));
    }

    private synchronized void forget(Part part) {
        processes.remove(part);
    }

    private RunFile runFile(boolean detached) {
        return new RunFile(ProcessHandle.current().pid(), detached, config.parts(), endpoints);
    }

    private synchronized void releaseLock() throws IOException {
        for (RunLock lock : held) {
            lock.close();
        }
        held.clear();
    }

    private String addresses(Part part) {
        return part.ports().stream()
                .min(Comparator.naturalOrder())
                .map(endpoints::address)
                .orElse("");
    }
}
