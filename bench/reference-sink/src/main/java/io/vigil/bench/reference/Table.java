package io.vigil.bench.reference;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a task writes to, and what. */
record Table(DynamoDbClient client, String name) implements AutoCloseable {

    /** The one that a connector's settings name. */
    static Table open(Map<String, String> settings, int connections) {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(settings.get(ReferenceSinkConnector.ENDPOINT)))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(connections))
                .build();
        return new Table(client, settings.get(ReferenceSinkConnector.TABLE));
    }

    /** The item for a record of texts and numbers. */
    static Map<String, AttributeValue> item(SinkRecord record) {
        Map<String, AttributeValue> item = new HashMap<>();
        ((Map<?, ?>) record.value())
                .forEach((name, field) -> item.put(
                        (String) name,
                        field instanceof String text
                                ? AttributeValue.fromS(text)
                                : AttributeValue.fromN(field.toString())));
        return item;
    }

    @Override
    public void close() {
        client.close();
    }
}
