package io.vigil.producer;

import io.vigil.events.DeviceEvent;
import org.apache.kafka.common.KafkaException;

/** An event that did not reach the topic, handed back to whoever sent it: to store it, or to send it again. */
public final class UndeliveredEventException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final transient DeviceEvent event;

    UndeliveredEventException(DeviceEvent event, Throwable cause) {
        super("An event of device " + event.getDeviceId() + " was not delivered: " + cause.getMessage(), cause);
        this.event = event;
    }

    /**
     * The event.
     *
     * @return what was given to {@link EventProducer#send(DeviceEvent)}
     */
    public DeviceEvent event() {
        return event;
    }
}
