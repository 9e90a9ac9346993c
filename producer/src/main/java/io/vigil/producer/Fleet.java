package io.vigil.producer;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A fleet of devices whose wearers walk about in Stockholm. Reports come in turn; now and then one is an alarm, has no
 * position, comes twice, comes from a clock that is off or was reset, or is held back by a radio gap and comes late with others. The
 * same seed and start give the same events.
 */
final class Fleet {

    private static final double LATITUDE = 59.3293;
    private static final double LONGITUDE = 18.0686;

    /** About six kilometres: as far as the first position is from the centre, in degrees of latitude. */
    private static final double SPREAD = 0.05;

    /** What a walker makes in one report's interval, in degrees of latitude: about 15 metres. */
    private static final double STRIDE = 0.00014;

    private static final double ALARM_SHARE = 0.02;
    private static final double CHECK_IN_SHARE = 0.1;
    private static final double NO_FIX_SHARE = 0.05;
    private static final double TWICE_SHARE = 0.01;
    private static final double GAP_SHARE = 0.001;
    private static final int GAP_REPORTS = 10;
    private static final double CLOCK_OFF_SHARE = 0.02;
    private static final long GREATEST_CLOCK_ERROR = 120_000;

    /** A device that started anew without a battery for its clock counts from 1970; such an event is not valid. */
    private static final double CLOCK_RESET_SHARE = 0.002;

    private static final EventCode[] ALARMS = {
        EventCode.WORKER_FALL,
        EventCode.MISSED_CHECK_IN,
        EventCode.NO_MOTION,
        EventCode.SOS,
        EventCode.HIGH_GAS,
        EventCode.LOW_GAS
    };

    private final Random random;
    private final List<Device> devices = new ArrayList<>();
    private final Deque<DeviceEvent> ready = new ArrayDeque<>();
    private final long intervalMicros;
    private long nowMicros;
    private int turn;

    /**
     * A fleet.
     *
     * @param size devices, 1 or more
     * @param rate reports a second of all of them together, by the simulated clock
     * @param seed what makes this fleet another than others
     * @param start the simulated clock's first instant
     */
    Fleet(int size, double rate, long seed, Instant start) {
        random = new Random(seed);
        intervalMicros = Math.max(1, Math.round(1_000_000 / rate));
        nowMicros = start.toEpochMilli() * 1_000;
        for (int i = 0; i < size; i++) {
            devices.add(new Device(i));
        }
    }

    /** The next event that reaches the gateway. */
    DeviceEvent next() {
        while (ready.isEmpty()) {
            nowMicros += intervalMicros;
            devices.get(turn).report();
            turn = (turn + 1) % devices.size();
        }
        return ready.poll();
    }

    /** One device and its wearer. */
    private final class Device {

        private final String id;
        private final String workerId;
        private final String workerName;
        private final long clockError;
        private final Deque<DeviceEvent> heldBack = new ArrayDeque<>();
        private double latitude;
        private double longitude;
        private double heading;
        private int gap;

        Device(int number) {
            id = String.format("device-%05d", number);
            workerId = String.format("w-%05d", number);
            workerName = "Worker " + number;
            clockError = random.nextDouble() < CLOCK_OFF_SHARE
                    ? Math.round((random.nextDouble() * 2 - 1) * GREATEST_CLOCK_ERROR)
                    : 0;
            latitude = LATITUDE + random.nextGaussian() * SPREAD / 2;
            longitude = LONGITUDE + random.nextGaussian() * SPREAD;
            heading = random.nextDouble() * 2 * Math.PI;
        }

        void report() {
            walk();
            DeviceEvent event = event();
            if (gap == 0 && random.nextDouble() < GAP_SHARE) {
                gap = GAP_REPORTS;
            }
            heldBack.add(event);
            if (random.nextDouble() < TWICE_SHARE) {
                heldBack.add(event);
            }
            if (gap > 0) {
                gap--;
            } else {
                ready.addAll(heldBack);
                heldBack.clear();
            }
        }

        private void walk() {
            heading += random.nextGaussian() * 0.2;
            latitude += Math.cos(heading) * STRIDE;
            longitude += Math.sin(heading) * STRIDE * 2;
        }

        private DeviceEvent event() {
            boolean fix = random.nextDouble() >= NO_FIX_SHARE;
            return DeviceEvent.newBuilder()
                    .setEventCode(code().code())
                    .setDeviceId(id)
                    .setEventTime(Instant.ofEpochMilli(clock()))
                    .setWorkerId(workerId)
                    .setWorkerName(workerName)
                    .setLatitude(fix ? latitude : null)
                    .setLongitude(fix ? longitude : null)
                    .build();
        }

        private long clock() {
            return random.nextDouble() < CLOCK_RESET_SHARE ? 60_000 : nowMicros / 1_000 + clockError;
        }

        private EventCode code() {
            double dice = random.nextDouble();
            if (dice < ALARM_SHARE) {
                return ALARMS[random.nextInt(ALARMS.length)];
            }
            return dice < ALARM_SHARE + CHECK_IN_SHARE ? EventCode.CHECK_IN : EventCode.TIME_REPORT;
        }
    }
}
