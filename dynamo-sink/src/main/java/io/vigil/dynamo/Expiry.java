package io.vigil.dynamo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When DynamoDB deletes an item by itself.
 *
 * @param attribute that the table's TTL is set to; seconds since 1970-01-01 UTC (AWS documentation, "Using time to live
 *     (TTL) in DynamoDB")
 * @param source of the time that the days count from, in milliseconds since 1970-01-01 UTC
 * @param days until then
 */
record Expiry(String attribute, RecordNumber source, int days) {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final BigDecimal SECONDS_OF_DAY = BigDecimal.valueOf(86_400);

    /**
     * The attribute of a record's item.
     *
     * @param fields of the record's value
     * @throws MalformedRecordException if the record has no such time
     */
    AttributeValue of(SinkRecord record, Map<String, AttributeValue> fields) {
        BigDecimal from = source.of(record, fields)
                .orElseThrow(() ->
                        new MalformedRecordException("The record has no " + source + ", which its expiry counts from"));
        BigDecimal seconds = from.divide(MILLIS, 0, RoundingMode.FLOOR);
        return AttributeValue.fromN(
                seconds.add(SECONDS_OF_DAY.multiply(BigDecimal.valueOf(days))).toPlainString());
    }
}
