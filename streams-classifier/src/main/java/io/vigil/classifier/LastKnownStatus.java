package io.vigil.classifier;

import io.vigil.events.DeviceStatus;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Keeps what is known of each device, and forwards it whenever an event adds to it. */
final class LastKnownStatus extends ContextualProcessor<byte[], EncodedEvent, byte[], DeviceStatus> {

    static final String STORE = "last-known-status";

    private final DeviceEventDecoder decoder;
    private KeyValueStore<byte[], DeviceStatus> store;

    private LastKnownStatus(DeviceEventDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void init(ProcessorContext<byte[], DeviceStatus> context) {
        super.init(context);
        store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], EncodedEvent> arrived) {
        DeviceStatus known = store.get(arrived.key());
        DeviceStatus merged =
                StatusMerge.merge(known, decoder.decode(arrived.value().bytes()));
        if (merged != known) {
            store.put(arrived.key(), merged);
            context().forward(arrived.withValue(merged));
        }
    }

    /** Brings the processor and its store into a topology. */
    record Supplier(DeviceEventDecoder decoder)
            implements ProcessorSupplier<byte[], EncodedEvent, byte[], DeviceStatus> {

        @Override
        public Processor<byte[], EncodedEvent, byte[], DeviceStatus> get() {
            return new LastKnownStatus(decoder);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            // With a cache, RocksDB and the changelog get one status for each device and commit.
            return Set.of(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), StoredStatus.serde())
                    .withCachingEnabled());
        }
    }
}
