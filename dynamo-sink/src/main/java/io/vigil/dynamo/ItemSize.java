package io.vigil.dynamo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item's size as DynamoDB counts it (AWS documentation, "DynamoDB item sizes and formats"). */
final class ItemSize {

    /** The largest item, in bytes (AWS documentation, "Service, account, and table quotas"). */
    static final int MAX_BYTES = 400 * 1024;

    /** What one write unit writes (AWS documentation, "Provisioned capacity mode"). */
    static final double BYTES_OF_A_WRITE_UNIT = 1024;

    private static final int COLLECTION_OVERHEAD = 3;
    private static final int ELEMENT_OVERHEAD = 1;

    /** Of a char in UTF-8; a pair of surrogates has four, so two for each. */
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private ItemSize() {}

    /**
     * Whether an item is larger than the largest there can be. Most are so small that counting their characters tells, and
     * nothing has to be encoded or parsed.
     */
    static boolean isTooLarge(Map<String, AttributeValue> item) {
        return atMost(item) > MAX_BYTES && of(item) > MAX_BYTES;
    }

    /**
     * The size of an item.
     *
     * @return bytes
     */
    static long of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToLong(attribute -> utf8(attribute.getKey()) + of(attribute.getValue()))
                .sum();
    }

    private static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> (new BigDecimal(value.n()).stripTrailingZeros().precision() + 1) / 2 + 1;
            case B -> value.b().asByteArrayUnsafe().length;
            case L ->
                COLLECTION_OVERHEAD
                        + value.l().stream()
                                .mapToLong(element -> of(element) + ELEMENT_OVERHEAD)
                                .sum();
            case M ->
                COLLECTION_OVERHEAD
                        + of(value.m())
                        + (long) ELEMENT_OVERHEAD * value.m().size();
            default -> 1;
        };
    }

    /** No less than {@link #of(Map)}. */
    static long atMost(Map<String, AttributeValue> item) {
        long bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            bytes += (long) MOST_BYTES_OF_A_CHAR * attribute.getKey().length() + atMost(attribute.getValue());
        }
        return bytes;
    }

    private static long atMost(AttributeValue value) {
        return switch (value.type()) {
            case S -> (long) MOST_BYTES_OF_A_CHAR * value.s().length();
            // Two digits a byte, and one or two on top.
            case N -> value.n().length() + 2L;
            default -> of(value);
        };
    }

    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
