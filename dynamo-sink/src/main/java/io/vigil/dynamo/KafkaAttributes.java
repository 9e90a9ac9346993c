package io.vigil.dynamo;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes that say where in Kafka an item comes from, as the record was before any transformation.
 *
 * @param topic S
 * @param partition N
 * @param offset N
 */
record KafkaAttributes(String topic, String partition, String offset) {

    Map<String, AttributeValue> of(SinkRecord record) {
        return Map.of(
                topic, AttributeValue.fromS(record.originalTopic()),
                partition, AttributeValue.fromN(record.originalKafkaPartition().toString()),
                offset, AttributeValue.fromN(Long.toString(record.originalKafkaOffset())));
    }
}
