package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributeValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E+126",
                "-1E+126",
                "9.99E-131",
                "1E+2000000000",
                "1E-2000000000",
                "1E+2147483647",
                "1E-2147483647"
            })
    void refusesANumberThatDynamoDbHasNoRoomFor(String number) {
        assertThatThrownBy(() -> AttributeValues.attributesOf(Map.of("Value", new BigDecimal(number))))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("Field Value is a number of the magnitude 1E")
                .hasMessageContaining("from 1E-130 to below 1E126");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1E126, -1E126, 9E-131, Double.MAX_VALUE, Double.MIN_VALUE})
    void refusesADoubleThatDynamoDbHasNoRoomFor(double number) {
        assertThatThrownBy(() -> AttributeValues.attributesOf(Map.of("Value", number)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("from 1E-130 to below 1E126");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1E125, 1E-130, 1E100, 1E-100, 59.3293, -0.1})
    void takesEachDoubleThatItHas(double number) {
        assertThat(AttributeValues.attributesOf(Map.of("Value", number)).get("Value"))
                .isEqualTo(AttributeValue.fromN(Double.toString(number)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.9999999999999999999999999999999999999E+125",
                "-9.9999999999999999999999999999999999999E+125",
                "1E-130",
                "1.000E+125",
                "0.1"
            })
    void takesEachNumberThatItHas(String number) {
        assertThat(AttributeValues.attributesOf(Map.of("Value", new BigDecimal(number)))
                        .get("Value")
                        .n())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0E+2000000000", "0E-2000000000", "0.0"})
    void writesZeroAsZero(String number) {
        assertThat(AttributeValues.attributesOf(Map.of("Value", new BigDecimal(number)))
                        .get("Value")
                        .n())
                .isEqualTo("0");
    }
}
