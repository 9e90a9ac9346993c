package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {

    @Test
    void equalFactorsAreEqualSteps() {
        String svg = svg(point(1_000, 40), point(10_000, 0), point(100_000, 80));

        // From 94 to 516, and from 216 for 0 up to 36 for 80.
        assertThat(svg).contains("points=\"94.0,126.0 305.0,216.0 516.0,36.0 \"", ">1 k<", ">10 k<", ">100 k<");
        assertThat(svg).contains(">0<", ">20<", ">40<", ">60<", ">80<", ">one line<");
    }

    @Test
    void aLonePointIsInTheMiddle() {
        assertThat(svg(point(1_000_000, 3)))
                .contains("points=\"305.0,", ">1 M<")
                .doesNotContain("NaN");
    }

    @Test
    void theMarkGoesFromTheLeastToTheMost() {
        // The axis ends at 100.
        assertThat(svg(new LineChart.Point(1, new Spread(50, 25, 100))))
                .contains("<line x1=\"305.0\" y1=\"171.0\" x2=\"305.0\" y2=\"36.0\"");
    }

    private static LineChart.Point point(int x, double y) {
        return new LineChart.Point(x, new Spread(y, y, y));
    }

    private static String svg(LineChart.Point... points) {
        return new LineChart(List.of(
                        new LineChart.Panel("title", "x", List.of(new LineChart.Series("one line", List.of(points))))))
                .svg();
    }
}
