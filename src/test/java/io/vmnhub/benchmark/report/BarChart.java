// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Horizontal bars as SVG, each with a line from its least to its most. Used once. */
final class BarChart {

    private static final int LABELS = 250;
    private static final int WIDTH = 900;
    private static final int VALUES = 190;
    private static final int ROW = 22;
    private static final double DECADES_LEAST = 0.01;

    private final String title;
    private final boolean logarithmic;
    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String label, String style, Spread spread, String text) {}

    /** @param logarithmic for values that differ by orders of magnitude */
    BarChart(String title, boolean logarithmic) {
        this.title = title;
        this.logarithmic = logarithmic;
    }

    /** @param style a class of the page's style sheet */
    BarChart add(String label, String style, Spread spread, DoubleFunction<String> number) {
        bars.add(new Bar(label, style, spread, spread.text(number)));
        return this;
    }

    /** @return nothing without bars */
    String svg() {
        if (bars.isEmpty()) {
            return "";
        }
        StringBuilder svg = new StringBuilder("<h2>" + Html.escape(title) + "</h2>\n");
        svg.append(String.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, bars.size() * ROW, Html.escape(title)));
        double most =
                bars.stream().mapToDouble(bar -> bar.spread().most()).max().orElseThrow();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double end = LABELS + width(bar.spread().median(), most);
            double middle = i * ROW + ROW / 2.0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"label\" x=\"%d\" y=\"%.1f\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%.1f\" "
                            + "width=\"%.1f\" height=\"14\"/><line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                    LABELS - 8,
                    middle + 4,
                    Html.escape(bar.label()),
                    bar.style(),
                    LABELS,
                    middle - 7,
                    end - LABELS,
                    LABELS + width(bar.spread().least(), most),
                    LABELS + width(bar.spread().most(), most),
                    middle,
                    middle,
                    LABELS + width(bar.spread().most(), most) + 6,
                    middle + 4,
                    Html.escape(bar.text())));
        }
        return svg.append("</svg>\n").toString();
    }

    private double width(double value, double most) {
        double room = WIDTH - LABELS - VALUES;
        if (!logarithmic) {
            return most <= 0 ? 0 : room * Math.max(0, value) / most;
        }
        double decades = Math.log10(Math.max(most, 10 * DECADES_LEAST) / DECADES_LEAST);
        return room * Math.max(0, Math.log10(Math.max(value, DECADES_LEAST) / DECADES_LEAST)) / decades;
    }
}
