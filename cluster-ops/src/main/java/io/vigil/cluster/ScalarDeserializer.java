package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Optional;

/** A text, number or boolean as the text that Kafka takes; null is empty. */
final class ScalarDeserializer extends StdDeserializer<Optional<String>> {

    private static final long serialVersionUID = 1L;

    ScalarDeserializer() {
        super(Optional.class);
    }

    @Override
    public Optional<String> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            throw new InvalidValueException("", "must be a text, a number, a boolean or null");
        }
        return Optional.of(parser.getText());
    }

    @Override
    public Optional<String> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }
}
