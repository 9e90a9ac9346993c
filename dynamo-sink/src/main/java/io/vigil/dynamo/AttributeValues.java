package io.vigil.dynamo;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Connect's values as DynamoDB's. A null is an attribute that is not there. */
final class AttributeValues {

    /** DynamoDB's limit for nested values (AWS documentation, "Service, account, and table quotas"). */
    private static final int MAX_DEPTH = 32;

    /** DynamoDB's limit for the digits of a number (the same page). */
    private static final int MAX_DIGITS = 38;

    /**
     * The powers of ten that a number's first digit can stand for, so that it is at least 1E-130 and, with its digits,
     * at most 9.9999999999999999999999999999999999999E+125 (AWS documentation, "Supported data types and naming rules
     * in Amazon DynamoDB").
     */
    private static final int MIN_EXPONENT = -130;

    private static final int MAX_EXPONENT = 125;

    /** Far from both limits, whichever way a double is rounded. */
    private static final double SURELY_LARGE_ENOUGH = 1E-100;

    private static final double SURELY_SMALL_ENOUGH = 1E100;

    private AttributeValues() {}

    /**
     * The attributes of a record's value.
     *
     * @param value a Struct, or a Map with keys that are strings
     * @throws MalformedRecordException if it is neither, or holds what DynamoDB has no type for
     */
    static Map<String, AttributeValue> attributesOf(Object value) {
        return attributesOf(value, 1);
    }

    private static Map<String, AttributeValue> attributesOf(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedRecordException("The value is nested deeper than " + MAX_DEPTH + " levels");
        }
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                add(attributes, field.name(), struct.get(field), depth);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, element) -> add(attributes, String.valueOf(name), element, depth));
        } else {
            throw new MalformedRecordException("The value is neither a Struct nor a Map but a "
                    + value.getClass().getSimpleName());
        }
        return attributes;
    }

    private static void add(Map<String, AttributeValue> attributes, String name, Object value, int depth) {
        if (value != null) {
            attributes.put(name, of(name, value, depth));
        }
    }

    private static AttributeValue of(String name, Object value, int depth) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        } else if (value instanceof Boolean bool) {
            return AttributeValue.fromBool(bool);
        } else if (value instanceof Number number) {
            return AttributeValue.fromN(number(name, number));
        } else if (value instanceof Date date) {
            return AttributeValue.fromN(Long.toString(date.getTime()));
        } else if (value instanceof Instant instant) {
            return AttributeValue.fromN(Long.toString(instant.toEpochMilli()));
        } else if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            return AttributeValue.fromB(SdkBytes.fromByteBuffer(buffer));
        } else if (value instanceof Collection<?> elements) {
            return AttributeValue.fromL(list(name, elements, depth + 1));
        }
        return AttributeValue.fromM(attributesOf(value, depth + 1));
    }

    private static List<AttributeValue> list(String name, Collection<?> elements, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedRecordException("The value is nested deeper than " + MAX_DEPTH + " levels");
        }
        return elements.stream()
                .map(element -> element == null ? AttributeValue.fromNul(true) : of(name, element, depth))
                .toList();
    }

    /** By {@code toString} of the value's own type, as a float widened to a double gains digits that it never had. */
    private static String number(String name, Number number) {
        String text = number.toString();
        if (alwaysFits(number)) {
            return text;
        }
        BigDecimal decimal;
        try {
            decimal = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecordException(
                    "Field " + name + " is " + text + ", which DynamoDB has no number for", e);
        }
        if (decimal.signum() == 0) {
            return "0";
        }
        // Before anything writes it out: 1E+2000000000 is a few bytes here and two billion digits there.
        long exponent = (long) decimal.precision() - decimal.scale() - 1;
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            throw new MalformedRecordException("Field " + name + " is a number of the magnitude 1E" + exponent
                    + ", DynamoDB's are from 1E" + MIN_EXPONENT + " to below 1E" + (MAX_EXPONENT + 1));
        }
        if (decimal.stripTrailingZeros().precision() > MAX_DIGITS) {
            throw new MalformedRecordException("Field " + name + " has more than " + MAX_DIGITS + " digits");
        }
        return text;
    }

    /** A long has 19 digits at most, a double prints 17: for nearly all numbers there is nothing to parse. */
    private static boolean alwaysFits(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double magnitude = Math.abs(number.doubleValue());
            return magnitude > SURELY_LARGE_ENOUGH && magnitude < SURELY_SMALL_ENOUGH;
        }
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }
}
