package io.vigil.api.rest;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;

/** The stream, of which a handler's signature says nothing. */
final class StreamDescription {

    static final String PATH = "/api/v1/stream";

    private static final String DESCRIPTION = """
            Server-Sent Events, without end. Messages:

            - `event: alarm` and `event: event`, with an Event as data;
            - `event: device`, with a Device as data;
            - `event: heartbeat`, first of all and then every 5 seconds, with `{"time":"…"}` as data;
            - `event: reset`, with `{"reason":"…"}` as data: the stream cannot go on where it was; load everything \
            afresh, it goes on from now.

            Each but reset has an `id`. With that in Last-Event-ID, the stream goes on behind that message without a gap \
            or a duplicate, on any instance. The connection of who reads too slowly is closed.
            """;

    private static final String EXAMPLE = """
            id: AbC
            event: heartbeat
            data: {"time":"2026-11-25T11:00:00.000Z"}

            id: AbD
            event: alarm
            data: {"id":"bls-1010/2026-11-25T11:00:00.123Z#6","deviceId":"bls-1010",\
            "time":"2026-11-25T11:00:00.123Z","code":6,"kind":"SOS","alarm":true}

            """;

    private StreamDescription() {}

    static PathItem path() {
        StringSchema type = new StringSchema();
        type.setEnum(List.of("alarm", "event", "device"));
        return new PathItem()
                .get(new Operation()
                        .operationId("stream")
                        .addTagsItem("live")
                        .summary("Alarms, events and devices as they come")
                        .description(DESCRIPTION)
                        .addParametersItem(list("type", type, "What to stream; alarm and device if absent."))
                        .addParametersItem(list("deviceId", new StringSchema(), "Of these devices only.")
                                .explode(true))
                        .addParametersItem(list(
                                "code", new IntegerSchema(), "With these codes only; a device has its newest event's."))
                        .addParametersItem(query(
                                        "since",
                                        "An ISO-8601 duration, at most PT1H: begin with what came so "
                                                + "long ago. Without it and without a last event id: from now on.")
                                .example("PT5M"))
                        .addParametersItem(query("lastEventId", "As the header, for clients that cannot set one."))
                        .addParametersItem(new Parameter()
                                .in("header")
                                .name("Last-Event-ID")
                                .description("The id of the message to go on behind.")
                                .schema(new StringSchema()))
                        .responses(new ApiResponses()
                                .addApiResponse(
                                        "200",
                                        new ApiResponse()
                                                .description("Messages, without end.")
                                                .content(new Content()
                                                        .addMediaType(
                                                                "text/event-stream",
                                                                new MediaType()
                                                                        .schema(new StringSchema())
                                                                        .example(EXAMPLE))))));
    }

    private static Parameter list(String name, Schema<?> item, String description) {
        return query(name, description)
                .schema(new ArraySchema().items(item))
                .style(Parameter.StyleEnum.FORM)
                .explode(false);
    }

    private static Parameter query(String name, String description) {
        return new Parameter().in("query").name(name).description(description).schema(new StringSchema());
    }
}
