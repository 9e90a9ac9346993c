package io.vigil.bench;

import java.util.List;

/**
 * Lines over a logarithmic axis as SVG: through the medians, with an upright line at each from the least to the most. The
 * upright axis begins at 0.
 */
record LineChart(List<Panel> panels) {

    private static final int WIDTH = 720;
    private static final int TITLE_HEIGHT = 36;
    private static final int PLOT_HEIGHT = 180;
    private static final int FOOT_HEIGHT = 44;
    private static final int PANEL_HEIGHT = TITLE_HEIGHT + PLOT_HEIGHT + FOOT_HEIGHT;
    private static final int LEFT = 70;
    private static final int RIGHT = 540;
    private static final int LEGEND_LINE = 20;
    private static final int TICKS = 4;
    private static final List<String> COLOURS = List.of("#4477aa", "#ee6677", "#228833", "#aa3377");

    /**
     * A diagram.
     *
     * @param x what the axis is
     * @param series at most four, each with a point or more
     */
    record Panel(String title, String x, List<Series> series) {}

    /** A line, with its points from left to right. */
    record Series(String label, List<Point> points) {}

    record Point(int x, Spread spread) {}

    String svg() {
        StringBuilder svg = new StringBuilder(ReportFiles.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, panels.size() * PANEL_HEIGHT));
        for (int panel = 0; panel < panels.size(); panel++) {
            new Drawing(panels.get(panel), panel * PANEL_HEIGHT, svg).draw();
        }
        return svg.append("</svg>\n").toString();
    }

    /** One panel. */
    private static final class Drawing {

        private final Panel panel;
        private final int top;
        private final StringBuilder svg;
        private final List<Integer> xs;
        private final double step;
        private final double most;

        Drawing(Panel panel, int top, StringBuilder svg) {
            this.panel = panel;
            this.top = top;
            this.svg = svg;
            List<Point> points =
                    panel.series.stream().flatMap(line -> line.points.stream()).toList();
            this.xs = points.stream().map(Point::x).distinct().sorted().toList();
            double max = points.stream()
                    .mapToDouble(point -> point.spread.max())
                    .max()
                    .orElseThrow();
            this.step = round(max / TICKS);
            this.most = Math.ceil(max / step) * step;
        }

        void draw() {
            add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n", LEFT, top + 24, panel.title);
            for (double tick = 0; tick <= most + step / 2; tick += step) {
                add(
                        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n"
                                + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">" + (step < 1 ? "%.1f" : "%.0f")
                                + "</text>%n",
                        LEFT,
                        y(tick),
                        RIGHT,
                        y(tick),
                        LEFT - 8,
                        y(tick) + 5,
                        tick);
            }
            for (int x : xs) {
                add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n", x(x), y(0) + 18, number(x));
            }
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#555\">%s</text>%n",
                    (LEFT + RIGHT) / 2, y(0) + 36, panel.x);
            for (int line = 0; line < panel.series.size(); line++) {
                draw(panel.series.get(line), COLOURS.get(line), top + TITLE_HEIGHT + line * LEGEND_LINE);
            }
        }

        private void draw(Series line, String colour, int legend) {
            StringBuilder path = new StringBuilder();
            for (Point point : line.points) {
                double x = x(point.x);
                path.append(ReportFiles.format("%.1f,%.1f ", x, y(point.spread.median())));
                add(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n"
                                + "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                        x,
                        y(point.spread.median()),
                        colour,
                        x,
                        y(point.spread.min()),
                        x,
                        y(point.spread.max()),
                        colour);
            }
            add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
            add(
                    "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n<text x=\"%d\" y=\"%d\">%s</text>%n",
                    RIGHT + 24, legend, colour, RIGHT + 42, legend + 11, line.label);
        }

        /** A lone one is in the middle. */
        private double x(int number) {
            double least = Math.log(xs.get(0));
            double range = Math.log(xs.get(xs.size() - 1)) - least;
            double share = range == 0 ? 0.5 : (Math.log(number) - least) / range;
            // Room for the marks at both ends.
            return LEFT + 24 + share * (RIGHT - LEFT - 48);
        }

        private double y(double number) {
            return top + TITLE_HEIGHT + PLOT_HEIGHT * (1 - number / most);
        }

        private void add(String pattern, Object... values) {
            svg.append(ReportFiles.format(pattern, values));
        }

        /** The next of 1, 2, 5, 10, 20 and so on; 1 for nothing. */
        private static double round(double number) {
            if (number <= 0) {
                return 1;
            }
            double power = Math.pow(10, Math.floor(Math.log10(number)));
            return power
                    * List.of(1, 2, 5, 10).stream()
                            .filter(factor -> factor * power >= number)
                            .findFirst()
                            .orElse(10);
        }

        private static String number(int x) {
            if (x % 1_000_000 == 0) {
                return x / 1_000_000 + " M";
            }
            return x % 1_000 == 0 ? x / 1_000 + " k" : Integer.toString(x);
        }
    }
}
