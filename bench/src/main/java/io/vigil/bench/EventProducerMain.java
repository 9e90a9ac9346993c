package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.producer.EventProducer;
import io.vigil.schemas.csv.CsvColumns;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Sends events as fast as {@link EventProducer} takes them. */
public final class EventProducerMain {

    /** Made before the clock is set, as the perf test makes its one value. */
    private static final int EVENTS = 50_000;

    private EventProducerMain() {}

    /**
     * Sends, and prints the seconds from the first event until the last was delivered.
     *
     * @param args the bootstrap servers, the registry's address, and the number of events
     * @throws BenchException when an event is not delivered
     */
    public static void main(String[] args) {
        int number = Integer.parseInt(args[2]);
        CsvColumns columns = SampleRows.columns();
        List<DeviceEvent> events = IntStream.range(0, Math.min(number, EVENTS))
                .mapToObj(row -> SampleRows.event(columns, row, SampleRecords.DEVICES))
                .toList();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (EventProducer producer =
                EventProducer.create(Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]))) {
            long began = System.nanoTime();
            for (int sent = 0; sent < number; sent++) {
                producer.send(events.get(sent % events.size()))
                        .whenComplete((metadata, failed) -> failure.compareAndSet(null, failed));
            }
            producer.flush();
            System.out.println((System.nanoTime() - began) / 1e9);
        }
        if (failure.get() != null) {
            throw new BenchException("an event was not delivered: " + failure.get());
        }
    }
}
