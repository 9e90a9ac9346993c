package io.vigil.bench.flinksink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequest;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequestType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes an item of a JSON object's texts and numbers. */
final class JsonItems implements ElementConverter<byte[], DynamoDbWriteRequest> {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public DynamoDbWriteRequest apply(byte[] value, SinkWriter.Context context) {
        return DynamoDbWriteRequest.builder()
                .setType(DynamoDbWriteRequestType.PUT)
                .setItem(item(value))
                .build();
    }

    private static Map<String, AttributeValue> item(byte[] value) {
        try {
            Map<String, AttributeValue> item = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : JSON.readTree(value).properties()) {
                JsonNode content = field.getValue();
                item.put(
                        field.getKey(),
                        content.isTextual()
                                ? AttributeValue.fromS(content.textValue())
                                : AttributeValue.fromN(content.asText()));
            }
            return item;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
