package io.vigil.api.live;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/**
 * What a client asks a stream for.
 *
 * @param types what to stream
 * @param deviceIds of these devices only; all if it is empty
 * @param codes with these codes only; all if it is empty
 * @param lastEventId behind this message
 * @param since with what came so long ago; not looked at where there is a last event id
 */
record StreamQuery(
        Set<StreamType> types,
        Set<String> deviceIds,
        Set<Integer> codes,
        Optional<String> lastEventId,
        Optional<Duration> since) {

    private static final Duration LONGEST_SINCE = Duration.ofHours(1);

    /** Copies the sets. */
    StreamQuery {
        types = Set.copyOf(types);
        deviceIds = Set.copyOf(deviceIds);
        codes = Set.copyOf(codes);
    }

    /**
     * A query by a request.
     *
     * @param parameters of the request
     * @param lastEventId the header of that name, which the browser sends when it comes back; wins over the parameter
     * @throws IllegalArgumentException if a parameter is wrong; says which and why
     */
    static StreamQuery of(MultiValueMap<String, String> parameters, Optional<String> lastEventId) {
        return new StreamQuery(
                StreamType.requested(parameters.getOrDefault("type", List.of())),
                Set.copyOf(parameters.getOrDefault("deviceId", List.of())),
                codes(parameters.getOrDefault("code", List.of())),
                lastEventId.or(() -> given(parameters, "lastEventId")).filter(id -> !id.isEmpty()),
                given(parameters, "since").map(StreamQuery::duration));
    }

    boolean wants(Report report) {
        return types.contains(report.type())
                && (deviceIds.isEmpty() || deviceIds.contains(report.deviceId()))
                && (codes.isEmpty() || codes.contains(report.code()));
    }

    private static Optional<String> given(MultiValueMap<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.getFirst(name));
    }

    private static Set<Integer> codes(List<String> parameters) {
        try {
            return parameters.stream()
                    .flatMap(parameter -> Arrays.stream(parameter.split(",", -1)))
                    .map(code -> Integer.valueOf(code.strip()))
                    .collect(Collectors.toSet());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("code must be whole numbers, separated by commas", e);
        }
    }

    private static Duration duration(String text) {
        try {
            Duration since = Duration.parse(text);
            if (since.isNegative() || since.isZero() || since.compareTo(LONGEST_SINCE) > 0) {
                throw new IllegalArgumentException(
                        "since must be more than zero and at most " + LONGEST_SINCE + ", given " + since);
            }
            return since;
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("since must be an ISO-8601 duration such as PT5M", e);
        }
    }
}
