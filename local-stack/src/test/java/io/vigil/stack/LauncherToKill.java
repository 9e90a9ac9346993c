package io.vigil.stack;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A launcher in a process of its own, for tests that kill it: starts DynamoDB Local, says so, and waits. */
final class LauncherToKill {

    static final String READY = "launcher is ready";

    private LauncherToKill() {}

    public static void main(String[] args) throws InterruptedException {
        StackConfig config = StackConfig.everything(Path.of(args[0]))
                .withParts(Part.DYNAMODB)
                .onFreePorts();
        LocalStack stack = new LocalStack(config, line -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
        stack.start();
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
