package io.vigil.api.rest;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.vigil.api.query.PageRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What parameters mean, wherever they are. */
final class ParameterDescriptions {

    private static final Map<String, Description> BY_NAME = Map.ofEntries(
            Map.entry("deviceId", new Description("The device's id, any text, percent-encoded.", "bls-1010")),
            Map.entry(
                    "q",
                    new Description("Part of the device's id, or of the worker's id or name, in any case.", "dahl")),
            Map.entry("state", new Description("The state at the time of the answer.", "ALARM")),
            Map.entry("from", new Description("ISO-8601 with Z or an offset, inclusive.", "2026-11-25T11:00:00Z")),
            Map.entry("to", new Description("ISO-8601 with Z or an offset, exclusive.", "2026-11-25T12:00:00Z")),
            Map.entry("order", new Description("By the events' time.", "newest")),
            Map.entry(
                    "code",
                    new Description(
                            "Codes with commas between them, at most 32; all if absent. 1 time report, 2 check-in, "
                                    + "3 worker fall, 4 missed check-in, 5 no motion, 6 SOS, 7 high gas, 8 low gas; any "
                                    + "other is an alarm.",
                            List.of(3, 6))),
            Map.entry("limit", new Description("The most items that are wanted.", PageRequest.DEFAULT_LIMIT)),
            Map.entry(
                    "cursor",
                    new Description(
                            "The page before's next, with all other parameters as they were, but limit.", null)));

    private ParameterDescriptions() {}

    static void describe(List<Parameter> parameters) {
        if (parameters == null) {
            return;
        }
        for (Parameter parameter : parameters) {
            Description known = BY_NAME.get(parameter.getName());
            if (known != null && parameter.getDescription() == null) {
                parameter.description(known.text()).example(known.example());
            }
            if ("code".equals(parameter.getName())) {
                parameter.style(Parameter.StyleEnum.FORM).explode(false);
            }
            if ("order".equals(parameter.getName())) {
                parameter.schema(text(List.of("newest", "oldest")));
                parameter.getSchema().setDefault("newest");
            }
            if ("limit".equals(parameter.getName())) {
                limit(parameter.getSchema());
            }
        }
    }

    private static void limit(Schema<?> schema) {
        schema.minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT));
        schema.setDefault(PageRequest.DEFAULT_LIMIT);
    }

    private static Schema<String> text(List<String> values) {
        Schema<String> schema = new Schema<>();
        schema.addType("string");
        schema.setEnum(values);
        return schema;
    }

    /** An example may be null for none. */
    private record Description(String text, Object example) {}
}
