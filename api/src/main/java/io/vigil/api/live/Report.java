package io.vigil.api.live;

/**
 * What a record says.
 *
 * @param type by its topic
 * @param partition where it stands
 * @param offset where it stands
 * @param deviceId whom it is of
 * @param code of the event; of the newest one if this is of a device
 * @param content an {@link io.vigil.api.model.Event}, or a {@link io.vigil.events.DeviceStatus} if this is of a device
 */
record Report(StreamType type, int partition, long offset, String deviceId, int code, Object content) {}
