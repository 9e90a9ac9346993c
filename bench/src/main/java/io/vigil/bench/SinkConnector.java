package io.vigil.bench;

import io.vigil.stack.ConnectWorker;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * A connector with one task in a fresh Connect worker.
 *
 * @param topic that it reads from its beginning
 * @param own settings that only this connector has
 */
record SinkConnector(String name, int records, LocalStack stack, String topic, Map<String, String> own)
        implements Contestant {

    /** As the playbooks have it. */
    private static final String RECORDS_OF_A_PUT = "2000";

    @Override
    public Attempt prepare(int run) {
        stack.stop(Part.CONNECT);
        stack.start(Part.CONNECT);
        return new Running(
                name.replace(' ', '-') + '-' + run,
                new ConnectWorker(stack.endpoints().connectUrl()));
    }

    private final class Running implements Attempt {

        private final String id;
        private final ConnectWorker worker;

        Running(String id, ConnectWorker worker) {
            this.id = id;
            this.worker = worker;
        }

        @Override
        public ProcessHandle process() {
            return stack.process(Part.CONNECT);
        }

        @Override
        public void go() throws InterruptedException {
            // A new name is a new consumer group, so it reads the topic from its beginning.
            Map<String, String> settings = new HashMap<>(own);
            settings.put("topics", topic);
            settings.put("tasks.max", "1");
            settings.put("consumer.override.max.poll.records", RECORDS_OF_A_PUT);
            settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
            settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
            settings.put("value.converter.schemas.enable", "false");
            worker.configure(id, settings);
        }

        @Override
        public void check() throws InterruptedException {
            worker.awaitRunning(id);
        }

        @Override
        public void close() {
            try {
                // It would go on when the next worker starts.
                worker.delete(id);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                stack.stop(Part.CONNECT);
            }
        }
    }
}
