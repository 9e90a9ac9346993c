package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.producer.EventProducer;
import io.vigil.schemas.EventTable;
import io.vigil.stack.Endpoints;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events at a fixed rate, whatever becomes of those before. Which is the n-th stands in its worker id; all alarms
 * are of one device. There is one in each {@value #EVENTS_PER_ALARM} events, at a place that only looks like chance: at a
 * fixed distance all of them, or none, might just miss a commit.
 */
final class SteadyLoad implements AutoCloseable {

    static final int EVENTS_PER_ALARM = 100;

    /** At which an event time still differs from alarm to alarm: in one millisecond, two of them would be one item. */
    static final int MAX_RATE = 10_000;

    static final String ALARM_DEVICE = "latency-alarm";

    private static final int EVENTS_BETWEEN_ALARMS = MAX_RATE / 1_000;
    private static final int DEVICES = 1_000;
    private static final int SOS = 6;
    private static final int CHECK_IN = 2;

    private final int rate;
    private final EventProducer producer;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long beganMillis = System.currentTimeMillis();
    private volatile long beganNanos = System.nanoTime();

    SteadyLoad(Endpoints endpoints, int rate) {
        this.rate = rate;
        this.producer = EventProducer.create(Map.of(
                "bootstrap.servers", endpoints.bootstrapServers(), "schema.registry.url", endpoints.registryUrl()));
    }

    /** Sends the first event, which is an alarm. */
    void sendFirst() {
        send(0);
    }

    /**
     * Sends all behind the first, and returns when the last is sent.
     *
     * @throws BenchException when one was not delivered so far
     */
    void sendTo(int last) {
        beganNanos = System.nanoTime();
        for (int number = 1; number < last; number++) {
            LockSupport.parkNanos(dueNanos(number) - System.nanoTime());
            send(number);
        }
        requireDelivered();
    }

    /**
     * Fails when an event was not delivered.
     *
     * @throws BenchException with the cause
     */
    void requireDelivered() {
        if (failure.get() != null) {
            throw new BenchException("an event was not delivered: " + failure.get(), failure.get());
        }
    }

    /** When the n-th had to be sent, by {@link System#nanoTime()}. */
    long dueNanos(int number) {
        return beganNanos + Math.round(number * 1e9 / rate);
    }

    /** The sort key of the n-th, if it is an alarm. */
    String sortKey(int number) {
        return EventTable.sortKey(millis(number), SOS);
    }

    /** The number of the n-th alarm; the first event is one. */
    static int alarm(int alarm) {
        int places = EVENTS_PER_ALARM - EVENTS_BETWEEN_ALARMS;
        return alarm * EVENTS_PER_ALARM + (alarm == 0 ? 0 : new SplittableRandom(alarm).nextInt(places));
    }

    private static boolean isAlarm(int number) {
        return number == alarm(number / EVENTS_PER_ALARM);
    }

    /** The event time of the n-th, from that of the first. */
    static long millisFromFirst(int number, int rate) {
        return Math.round(number * 1e3 / rate);
    }

    private long millis(int number) {
        return beganMillis + millisFromFirst(number, rate);
    }

    private void send(int number) {
        boolean alarm = isAlarm(number);
        DeviceEvent event = DeviceEvent.newBuilder()
                .setDeviceId(alarm ? ALARM_DEVICE : "latency-" + number % DEVICES)
                .setEventCode(alarm ? SOS : CHECK_IN)
                .setEventTime(Instant.ofEpochMilli(millis(number)))
                .setWorkerId(Integer.toString(number))
                .setLatitude(59.3)
                .setLongitude(18.1)
                .build();
        producer.send(event).whenComplete((delivered, failed) -> failure.compareAndSet(null, failed));
    }

    @Override
    public void close() {
        producer.close();
    }
}
