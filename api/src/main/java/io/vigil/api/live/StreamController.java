package io.vigil.api.live;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /api/v1/stream}: alarms, events and devices as Server-Sent Events. */
@RestController
final class StreamController {

    private final LiveStreams streams;

    StreamController(LiveStreams streams) {
        this.streams = streams;
    }

    /**
     * Opens a stream, which lasts until the client goes or the server stops.
     *
     * @throws ResponseStatusException 400 if a parameter is wrong
     * @throws AccessDeniedException 403 if the caller may not read one of the types
     * @throws TooManyStreamsException 503 if there are too many
     * @throws IOException if the client is gone already
     */
    @GetMapping(path = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = "Last-Event-ID", required = false) String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        StreamQuery query = query(parameters, Optional.ofNullable(lastEventId));
        query.types().forEach(type -> type.scope().require());
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        if (!HttpMethod.HEAD.matches(request.getMethod())) {
            streams.open(query, request, response);
        }
    }

    private static StreamQuery query(MultiValueMap<String, String> parameters, Optional<String> lastEventId) {
        try {
            return StreamQuery.of(parameters, lastEventId);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }
}
