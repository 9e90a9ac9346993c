package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemSizeTest {

    @ParameterizedTest
    @MethodSource("values")
    void theCheapBoundIsNeverBelowTheSize(AttributeValue value) {
        Map<String, AttributeValue> item = Map.of("Größe", value);

        assertThat(ItemSize.atMost(item)).isGreaterThanOrEqualTo(ItemSize.of(item));
    }

    static List<AttributeValue> values() {
        return List.of(
                AttributeValue.fromS(""),
                AttributeValue.fromS("ascii"),
                AttributeValue.fromS("äöü€"),
                AttributeValue.fromS("\uD83D\uDE00\uD83D\uDE00"),
                AttributeValue.fromS("\uD83D"),
                AttributeValue.fromN("0"),
                AttributeValue.fromN("7"),
                AttributeValue.fromN("-12345678901234567890123456789012345678"),
                AttributeValue.fromN("1.5E+100"),
                AttributeValue.fromB(SdkBytes.fromByteArray(new byte[100])),
                AttributeValue.fromL(List.of(AttributeValue.fromS("€"), AttributeValue.fromN("1"))),
                AttributeValue.fromM(Map.of("€", AttributeValue.fromBool(true))),
                AttributeValue.fromNul(true));
    }

    @Test
    void anItemIsTooLargeFromTheFirstByteBeyondTheLimit() {
        assertThat(ItemSize.isTooLarge(itemOf(ItemSize.MAX_BYTES, 'x'))).isFalse();
        assertThat(ItemSize.isTooLarge(itemOf(ItemSize.MAX_BYTES + 1, 'x'))).isTrue();
        assertThat(ItemSize.isTooLarge(itemOf(ItemSize.MAX_BYTES / 3 + 2, '€'))).isTrue();
    }

    private static Map<String, AttributeValue> itemOf(int chars, char of) {
        return Map.of("n", AttributeValue.fromS(String.valueOf(of).repeat(chars - 1)));
    }
}
