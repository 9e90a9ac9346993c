package io.vigil.spark;

import io.vigil.schemas.EventCode;
import io.vigil.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** Reads the names as users write them. */
    static final class Converter implements ITypeConverter<Destination> {

        @Override
        public Destination convert(String text) {
            return switch (text) {
                case "classified" -> CLASSIFIED;
                case "raw" -> RAW;
                default -> throw new TypeConversionException("'" + text + "' is neither classified nor raw");
            };
        }
    }
}
