package io.vigil.dynamo;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a write has to be newer than, for it to be let through: a condition for PutItem and DeleteItem.
 *
 * @param condition holds if the table's item is older, or has no version, or there is none
 * @param names the condition's names of attributes
 * @param values the condition's values
 * @param attributes that an item keeps its version in
 * @param number by which two records in one {@code put} compare; empty where the later one is the newer
 */
record Version(
        String condition,
        Map<String, String> names,
        Map<String, AttributeValue> values,
        Map<String, AttributeValue> attributes,
        Optional<BigDecimal> number) {

    /**
     * By the offset. It orders the records of one partition, so what comes from another one (the topic has more
     * partitions now, or is a new one) is let through: its offsets may never get as high.
     */
    static Version ofOffset(KafkaAttributes attributes, SinkRecord record) {
        Map<String, AttributeValue> position = attributes.of(record);
        return new Version(
                "attribute_not_exists(#v) OR #v < :v OR #p <> :p OR #t <> :t",
                Map.of("#v", attributes.offset(), "#p", attributes.partition(), "#t", attributes.topic()),
                Map.of(
                        ":v", position.get(attributes.offset()),
                        ":p", position.get(attributes.partition()),
                        ":t", position.get(attributes.topic())),
                position,
                Optional.empty());
    }

    /**
     * By a number of the record's own. Two records may have the same; then the later one wins, as it does without
     * versions.
     *
     * @param attribute that keeps the number
     */
    static Version ofNumber(String attribute, BigDecimal number) {
        AttributeValue value = AttributeValue.fromN(number.toPlainString());
        return new Version(
                "attribute_not_exists(#v) OR #v <= :v",
                Map.of("#v", attribute),
                Map.of(":v", value),
                Map.of(attribute, value),
                Optional.of(number));
    }

    boolean isNewerThan(Version other) {
        return number.isPresent() && other.number.isPresent() && number.get().compareTo(other.number.get()) > 0;
    }
}
