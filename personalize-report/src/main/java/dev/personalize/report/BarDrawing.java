package dev.personalize.report;

import static dev.personalize.report.Numbers.length;

import dev.personalize.report.BarPlot.Bar;
import dev.personalize.report.BarPlot.Group;

/** Draws a {@link BarPlot} as SVG: the label of a group above its bars, so that long ones have room on small screens. */
final class BarDrawing {
    private static final double WIDTH = 360;
    private static final double LONGEST = 296;
    private static final double LABEL = 17;
    private static final double BAR = 13;
    private static final double THICK = 10;
    private static final double BETWEEN = 7;

    private final Markup html;
    private final double greatest;
    private double y;

    private BarDrawing(Markup html, BarPlot plot) {
        this.html = html;
        this.greatest = plot.groups().stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(bar -> Double.isNaN(bar.high()) ? bar.value() : Math.max(bar.value(), bar.high()))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
    }

    static void draw(BarPlot plot, Markup html) {
        double height = plot.groups().stream()
                .mapToDouble(group -> LABEL + BAR * group.bars().size() + BETWEEN)
                .sum();
        html.open(
                "svg",
                "viewBox",
                "0 0 " + length(WIDTH) + " " + length(height),
                "role",
                "img",
                "aria-label",
                plot.title());
        BarDrawing drawing = new BarDrawing(html, plot);
        plot.groups().forEach(group -> drawing.draw(group, plot));
        html.close().line();
    }

    private void draw(Group group, BarPlot plot) {
        html.element("text", group.label(), "x", "0", "y", length(y + 12), "class", "label");
        y += LABEL;
        for (Bar bar : group.bars()) {
            if (Double.isFinite(bar.value())) {
                draw(bar, group.label() + ", " + plot.series().get(bar.series()));
            }
            y += BAR;
        }
        y += BETWEEN;
    }

    private double place(double value) {
        return greatest <= 0 ? 0 : Math.max(0, value) / greatest * LONGEST;
    }

    private void draw(Bar bar, String name) {
        double end = place(bar.value());
        html.open(
                "rect",
                "class",
                "mark columns s" + bar.series(),
                "x",
                "0",
                "y",
                length(y),
                "width",
                length(Math.max(1, end)),
                "height",
                length(THICK),
                "rx",
                "2");
        html.element("title", name + ": " + Numbers.decimal(bar.value())).close();
        if (Double.isFinite(bar.low()) && Double.isFinite(bar.high())) {
            double middle = y + THICK / 2;
            whisker(place(bar.low()), middle, place(bar.high()), middle);
            whisker(place(bar.low()), y + 2, place(bar.low()), y + THICK - 2);
            whisker(place(bar.high()), y + 2, place(bar.high()), y + THICK - 2);
            end = Math.max(end, place(bar.high()));
        }
        html.element("text", Numbers.decimal(bar.value()), "x", length(end + 5), "y", length(y + 9), "class", "tick");
    }

    private void whisker(double x1, double y1, double x2, double y2) {
        html.leaf("line", "class", "whisker", "x1", length(x1), "y1", length(y1), "x2", length(x2), "y2", length(y2));
    }
}
