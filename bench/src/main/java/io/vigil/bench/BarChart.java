package io.vigil.bench;

import java.util.List;
import java.util.Locale;

/** Bars as SVG: as long as the median, with a line from the least to the most. */
record BarChart(List<Panel> panels) {

    private static final int WIDTH = 720;
    private static final int LEAST_LABEL_WIDTH = 110;

    /** Of a character in the mean, in the font of 13 pixels. */
    private static final int CHARACTER_WIDTH = 7;

    private static final int NUMBER_WIDTH = 80;
    private static final int BAR_HEIGHT = 22;
    private static final int ROW_HEIGHT = 34;
    private static final int TITLE_HEIGHT = 36;
    private static final int LEAST_WITHOUT_FRACTION = 100;

    record Panel(String title, List<Bar> bars) {

        int height() {
            return TITLE_HEIGHT + bars.size() * ROW_HEIGHT;
        }
    }

    record Bar(String label, Spread spread) {}

    String svg() {
        StringBuilder svg = new StringBuilder();
        int height = panels.stream().mapToInt(Panel::height).sum() + ROW_HEIGHT / 2;
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, height));
        int top = 0;
        for (Panel panel : panels) {
            draw(panel, top, svg);
            top += panel.height();
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(Panel panel, int top, StringBuilder svg) {
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n", labelWidth(), top + 24, panel.title));
        double most =
                panel.bars.stream().mapToDouble(bar -> bar.spread.max()).max().orElse(1);
        double scale = (WIDTH - labelWidth() - NUMBER_WIDTH) / most;
        int y = top + TITLE_HEIGHT;
        for (Bar bar : panel.bars) {
            Spread spread = bar.spread;
            double least = labelWidth() + spread.min() * scale;
            double end = labelWidth() + spread.max() * scale;
            int middle = y + BAR_HEIGHT / 2;
            svg.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    labelWidth() - 8, middle + 5, bar.label));
            svg.append(format(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4477aa\"/>%n",
                    labelWidth(), y, spread.median() * scale, BAR_HEIGHT));
            svg.append(format(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\" stroke-width=\"2\"/>%n",
                    least, middle, end, middle));
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\">" + (spread.median() < LEAST_WITHOUT_FRACTION ? "%.1f" : "%.0f")
                            + "</text>%n",
                    end + 8,
                    middle + 5,
                    spread.median()));
            y += ROW_HEIGHT;
        }
    }

    private int labelWidth() {
        return panels.stream()
                .flatMap(panel -> panel.bars.stream())
                .mapToInt(bar -> bar.label.length() * CHARACTER_WIDTH)
                .reduce(LEAST_LABEL_WIDTH, Math::max);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
