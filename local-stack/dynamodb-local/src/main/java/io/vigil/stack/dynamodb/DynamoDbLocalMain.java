package io.vigil.stack.dynamodb;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * Runs DynamoDB Local on 127.0.0.1. Its own {@code ServerRunner} listens on every interface and has no option for
 * that, and it can send telemetry; its request handler does neither.
 *
 * <p>Tables are files, so they outlive the process, and they are the same whatever credentials and region a client
 * uses ({@code -sharedDb}).
 */
public final class DynamoDbLocalMain {

    private DynamoDbLocalMain() {}

    /**
     * Serves until the process ends.
     *
     * @param args the port, and the folder for the data
     * @throws Exception when the port is taken or the folder cannot be used
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: DynamoDbLocalMain PORT FOLDER");
            System.exit(2);
        }
        Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(onFiles(args[1]), null)));
        server.setStopAtShutdown(true);
        try {
            server.start();
        } catch (Exception failure) {
            System.err.println("DynamoDB Local did not start on 127.0.0.1:" + args[0] + ": " + failure);
            System.exit(1);
        }
        System.out.println("DynamoDB Local listens on 127.0.0.1:" + args[0] + ", data in " + args[1]);
        server.join();
    }

    private static LocalDynamoDBRequestHandler onFiles(String folder) throws Exception {
        boolean inMemory = false;
        boolean sharedDb = true;
        boolean delayTransientStatuses = false;
        return new LocalDynamoDBRequestHandler(0, inMemory, folder, sharedDb, delayTransientStatuses);
    }
}
