package io.vigil.api.live;

import io.vigil.api.security.Scope;
import io.vigil.schemas.Topics;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the live stream can be asked for. In the order in which records that came together are passed on. */
public enum StreamType {
    /** Alarms, by the topic {@code alarms}. */
    ALARM(Topics.ALARMS, Scope.ALARMS_READ),
    /** Routine events, by the topic {@code events}. */
    EVENT(Topics.EVENTS, Scope.EVENTS_READ),
    /** What is known of a device, by the topic {@code device-status}. */
    DEVICE(Topics.DEVICE_STATUS, Scope.EVENTS_READ);

    private static final Set<StreamType> USUAL = Set.of(ALARM, DEVICE);

    private final String topic;
    private final Scope scope;

    StreamType(String topic, Scope scope) {
        this.topic = topic;
        this.scope = scope;
    }

    /** The name in the query parameter {@code type} and of the stream's messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The types that a request for a stream asks for.
     *
     * @param parameters each value of the query parameter {@code type}, which may hold several names with commas
     * @return alarms and devices if there is none
     * @throws IllegalArgumentException if one is no type; says which are
     */
    public static Set<StreamType> requested(Collection<String> parameters) {
        List<String> names = parameters.stream()
                .flatMap(parameter -> Arrays.stream(parameter.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            return USUAL;
        }
        Set<StreamType> types = EnumSet.noneOf(StreamType.class);
        names.forEach(name -> types.add(labelled(name)));
        return types;
    }

    private static StreamType labelled(String name) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("type must be of "
                        + Arrays.stream(values()).map(StreamType::label).collect(Collectors.joining(", "))));
    }

    String topic() {
        return topic;
    }

    /** What a caller needs to read it. */
    Scope scope() {
        return scope;
    }

    static List<String> topics() {
        return Arrays.stream(values()).map(StreamType::topic).toList();
    }

    static StreamType ofTopic(String topic) {
        return Arrays.stream(values())
                .filter(type -> type.topic.equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The topic " + topic + " is not streamed"));
    }
}
