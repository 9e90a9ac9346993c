package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Optional;

/** A number; null is empty. */
final class LimitDeserializer extends StdDeserializer<Optional<Double>> {

    private static final long serialVersionUID = 1L;

    LimitDeserializer() {
        super(Optional.class);
    }

    @Override
    public Optional<Double> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw new InvalidValueException("", "must be a number or null");
        }
        return Optional.of(parser.getDoubleValue());
    }

    @Override
    public Optional<Double> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }
}
