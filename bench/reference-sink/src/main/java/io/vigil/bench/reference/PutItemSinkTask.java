package io.vigil.bench.reference;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** What connectors do that know no batches: a PutItem for each record, and the next one when it is answered. */
public final class PutItemSinkTask extends SinkTask {

    private Table table;

    /** Made by the Connect worker. */
    public PutItemSinkTask() {}

    @Override
    public void start(Map<String, String> properties) {
        table = Table.open(properties, 1);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            table.client().putItem(request -> request.tableName(table.name()).item(Table.item(record)));
        }
    }

    @Override
    public void stop() {
        if (table != null) {
            table.close();
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
