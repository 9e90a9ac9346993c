package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class OutcomeTest {

    private final ItemWrite first = write("1", "x");
    private final ItemWrite second = write("2", "y");

    @Test
    void keepsWhatWasLeftUnprocessedAsUnwritten() {
        Outcome outcome = Outcome.unprocessed(List.of(first, second), Map.of("table", List.of(second.request())));

        assertThat(outcome.unwritten()).containsExactly(second);
    }

    @Test
    void takesNoneForWrittenWhenAnUnprocessedItemIsNotAmongThem() {
        WriteRequest spelledAnotherWay = write("2.0", "y").request();

        Outcome outcome = Outcome.unprocessed(List.of(first, second), Map.of("table", List.of(spelledAnotherWay)));

        assertThat(outcome.unwritten()).containsExactly(first, second);
    }

    private static ItemWrite write(String id, String value) {
        Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromN(id));
        return new ItemWrite(
                new ItemWrite.Key("table", key),
                Map.of("id", AttributeValue.fromN(id), "value", AttributeValue.fromS(value)),
                new SinkRecord("topic", 0, null, null, null, value, 0),
                java.util.Optional.empty());
    }
}
