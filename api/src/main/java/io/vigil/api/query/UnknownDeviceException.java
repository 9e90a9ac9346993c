package io.vigil.api.query;

/** Nothing was ever heard of a device. The message is for whoever asked. */
public final class UnknownDeviceException extends RuntimeException {

    /** Of this device. */
    public UnknownDeviceException(String deviceId) {
        super("Nothing is known of a device '" + deviceId + "'.");
    }
}
