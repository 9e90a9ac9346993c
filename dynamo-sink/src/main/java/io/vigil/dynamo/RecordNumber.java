package io.vigil.dynamo;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/**
 * Where a record has a number that dates or orders it.
 *
 * @param kind of place
 * @param field of the value, for {@link Kind#FIELD} only
 */
record RecordNumber(Kind kind, String field) {

    private static final String VALUE = "value.";

    /** The places. */
    enum Kind {
        OFFSET,
        TIMESTAMP,
        FIELD
    }

    /**
     * The place that users call {@code offset}, {@code timestamp} or {@code value.<field>}.
     *
     * @return empty if it is none of these
     */
    static Optional<RecordNumber> parse(String text) {
        if (text.startsWith(VALUE) && text.length() > VALUE.length()) {
            return Optional.of(new RecordNumber(Kind.FIELD, text.substring(VALUE.length())));
        }
        return switch (text) {
            case "offset" -> Optional.of(new RecordNumber(Kind.OFFSET, ""));
            case "timestamp" -> Optional.of(new RecordNumber(Kind.TIMESTAMP, ""));
            default -> Optional.empty();
        };
    }

    /**
     * The number of a record; empty if the record has none there.
     *
     * @param fields the fields of the record's value
     * @throws MalformedRecordException if what it has there is no number
     */
    Optional<BigDecimal> of(SinkRecord record, Map<String, AttributeValue> fields) {
        return switch (kind) {
            case OFFSET -> Optional.of(BigDecimal.valueOf(record.originalKafkaOffset()));
            case TIMESTAMP -> Optional.ofNullable(record.timestamp()).map(BigDecimal::valueOf);
            case FIELD -> Optional.ofNullable(fields.get(field)).map(this::number);
        };
    }

    @Override
    public String toString() {
        return kind == Kind.FIELD ? VALUE + field : OptionList.nameOf(kind);
    }

    private BigDecimal number(AttributeValue value) {
        if (value.type() != Type.N) {
            throw new MalformedRecordException("Field " + field + " is of type " + value.type() + ", not a number");
        }
        return new BigDecimal(value.n());
    }
}
