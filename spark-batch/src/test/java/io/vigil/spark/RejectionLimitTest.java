package io.vigil.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RejectionLimitTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 100, false",
        "0, 1, 100, true",
        "10, 10, 10, false",
        "10, 11, 1000, true",
        "0%, 1, 1000000, true",
        "0.5%, 5, 1000, false",
        "0.5%, 6, 1000, true",
        "100%, 7, 7, false",
        "1%, 0, 0, false"
    })
    void isExceededByMoreThanItSays(String limit, long rejected, long rows, boolean isExceeded) {
        RejectionLimit parsed = new RejectionLimit.Converter().convert(limit);

        assertThat(parsed.isExceeded(rejected, rows)).isEqualTo(isExceeded);
        assertThat(parsed).hasToString(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1", "101%", "-0.1%", "many", "NaN%", "1.5"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> new RejectionLimit.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
