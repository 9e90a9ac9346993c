package io.vigil.schemas;

import java.util.Arrays;
import java.util.Optional;

/** What a device can report, and the one rule that tells an alarm from a routine event. */
public enum EventCode {
    /** The device is alive and says where it is. */
    TIME_REPORT(1),
    /** The worker confirmed to be well. */
    CHECK_IN(2),
    /** The device saw its wearer fall. */
    WORKER_FALL(3),
    /** The worker did not confirm in time to be well. */
    MISSED_CHECK_IN(4),
    /** The device has not moved for too long. */
    NO_MOTION(5),
    /** The worker called for help. */
    SOS(6),
    /** A gas concentration above the upper limit. */
    HIGH_GAS(7),
    /** A gas concentration below the lower limit, as of oxygen. */
    LOW_GAS(8);

    private final int code;

    EventCode(int code) {
        this.code = code;
    }

    /**
     * The number that stands in an event's {@code eventCode}.
     *
     * @return the code, 1 to 8
     */
    public int code() {
        return code;
    }

    /**
     * What a code means.
     *
     * @param code an event's code, any int
     * @return empty for a code that has no meaning here, which {@link #isAlarm} takes for an alarm
     */
    public static Optional<EventCode> find(int code) {
        return Arrays.stream(values()).filter(known -> known.code == code).findFirst();
    }

    /**
     * The classification rule. Every code that is not known to be routine is an alarm: an unknown signal from a
     * safety device is never routine.
     *
     * @param code an event's code, any int
     * @return whether somebody must look at the event now
     */
    public static boolean isAlarm(int code) {
        return code != TIME_REPORT.code && code != CHECK_IN.code;
    }
}
