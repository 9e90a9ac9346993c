package io.vigil.classifier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
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

    /** Of each task, at some 400 bytes each. The others are read from the store. */
    private static final int RECENT_DEVICES = 10_000;

    private final DeviceEventDecoder decoder;
    private KeyValueStore<byte[], DeviceStatus> store;

    /** What the store holds, decoded. */
    private Cache<Bytes, DeviceStatus> recent;

    private LastKnownStatus(DeviceEventDecoder decoder) {
        this.decoder = decoder;
    }

    /** Also called when a transaction was aborted and the store goes back to what was committed. */
    @Override
    public void init(ProcessorContext<byte[], DeviceStatus> context) {
        super.init(context);
        store = context.getStateStore(STORE);
        recent = Caffeine.newBuilder()
                .maximumSize(RECENT_DEVICES)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void process(Record<byte[], EncodedEvent> arrived) {
        Bytes device = Bytes.wrap(arrived.key());
        DeviceStatus known = recent.get(device, key -> store.get(key.get()));
        DeviceStatus merged =
                StatusMerge.merge(known, decoder.decode(arrived.value().bytes()));
        if (merged != known) {
            store.put(arrived.key(), merged);
            recent.put(device, merged);
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
            return Set.of(Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), StoredStatus.serde()));
        }
    }
}
