package io.vigil.api.history;

/**
 * An item as the tables' earlier API told it: all as texts, as they stand there, null where they do not.
 *
 * @param deviceId the partition key
 * @param event the code
 * @param eventtime the sort key without {@code #} and the code
 * @param latitude degrees
 * @param longitude degrees
 * @param workerId whoever wears the device
 * @param workerName their name
 */
public record LegacyEvent(
        String deviceId,
        String event,
        String eventtime,
        String latitude,
        String longitude,
        String workerId,
        String workerName) {}
