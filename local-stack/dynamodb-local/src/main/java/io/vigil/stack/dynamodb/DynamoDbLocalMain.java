package io.vigil.stack.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import java.io.File;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/**
 * Runs DynamoDB Local on 127.0.0.1. Its own {@code ServerRunner} listens on every interface and has no option for
 * that, and it can send telemetry; its request handler does neither.
 *
 * <p>Tables are files, so they outlive the process, and they are the same whatever credentials and region a client
 * uses ({@code -sharedDb}).
 */
public final class DynamoDbLocalMain {

    /** What DynamoDB Local calls the one database of {@code -sharedDb}. */
    private static final String SHARED = "shared-local-instance";

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
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(onFiles(new File(args[1])), null)));
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

    private static LocalDynamoDBRequestHandler onFiles(File folder) throws Exception {
        boolean inMemory = false;
        boolean sharedDb = true;
        boolean delayTransientStatuses = false;
        LocalDynamoDBRequestHandler handler =
                new LocalDynamoDBRequestHandler(0, inMemory, folder.getPath(), sharedDb, delayTransientStatuses);
        JobsRegister jobs = new JobsRegister(Executors.newFixedThreadPool(10), delayTransientStatuses);
        databases(handler).put(SHARED, new LocalDBClient(new UnsyncedDatabase(new File(folder, SHARED + ".db")), jobs));
        return handler;
    }

    /** The handler opens its databases by itself, and lets nobody set how: this puts one there before it does. */
    @SuppressWarnings("unchecked")
    private static Map<String, AmazonDynamoDBLocal> databases(LocalDynamoDBRequestHandler handler)
            throws ReflectiveOperationException {
        Field databases = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
        databases.setAccessible(true);
        return (Map<String, AmazonDynamoDBLocal>) databases.get(handler);
    }

    /**
     * Does not wait for the disk. A process that is killed loses nothing by that, as the kernel has what it wrote; only a
     * machine that loses its power does. With the wait, it writes half as many items a second.
     */
    private static final class UnsyncedDatabase extends SQLiteDBAccess {

        UnsyncedDatabase(File file) {
            super(file);
            queue.execute(new SQLiteJob<Void>() {
                        @Override
                        protected Void job(SQLiteConnection connection) throws SQLiteException {
                            connection.exec("PRAGMA synchronous=OFF");
                            return null;
                        }
                    })
                    .complete();
        }
    }
}
