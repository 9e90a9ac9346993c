package io.vigil.bench.emrsink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes an item of a JSON object's texts and numbers. */
final class JsonItems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonItems() {}

    static Map<String, AttributeValue> item(byte[] value) throws IOException {
        Map<String, AttributeValue> item = new HashMap<>();
        Iterator<Map.Entry<String, JsonNode>> fields = JSON.readTree(value).fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode content = field.getValue();
            item.put(
                    field.getKey(),
                    content.isTextual()
                            ? AttributeValue.fromS(content.textValue())
                            : AttributeValue.fromN(content.asText()));
        }
        return item;
    }
}
