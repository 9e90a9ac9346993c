package io.vigil.spark;

import io.vigil.schemas.EventCode;
import io.vigil.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Where events are replayed to. */
enum Destination {
    /** To where the classifier would send them. */
    CLASSIFIED(List.of(Topics.EVENTS, Topics.ALARMS)),
    /** To where devices send them, and through the classifier. */
    RAW(List.of(Topics.DEVICE_EVENTS));

    private final List<String> eventTopics;

    Destination(List<String> eventTopics) {
        this.eventTopics = eventTopics;
    }

    /** The topics of valid events. */
    List<String> eventTopics() {
        return eventTopics;
    }

    /** All topics that are written to. */
    List<String> topics() {
        return Stream.concat(eventTopics.stream(), Stream.of(Topics.DEVICE_EVENTS_DLQ))
                .toList();
    }

    String topicOf(int eventCode) {
        if (this == RAW) {
            return Topics.DEVICE_EVENTS;
        }
        return EventCode.isAlarm(eventCode) ? Topics.ALARMS : Topics.EVENTS;
    }
}
