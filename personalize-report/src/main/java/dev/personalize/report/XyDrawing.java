package dev.personalize.report;

import static dev.personalize.report.Numbers.length;

import dev.personalize.report.Axis.Scale;
import dev.personalize.report.Ruler.Tick;
import dev.personalize.report.XyPlot.Mark;
import dev.personalize.report.XyPlot.Series;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** Draws an {@link XyPlot} as SVG. */
final class XyDrawing {
    private static final double WIDTH = 360;
    private static final double HEIGHT = 226;
    private static final double LEFT = 42;
    private static final double RIGHT = 348;
    private static final double TOP = 24;
    private static final double BOTTOM = 190;
    private static final int DOTS_ON_LINE = 40;
    /** Width of a character of a tick in a wide font. */
    private static final double CHARACTER = 7;

    private final Markup html;
    private final XyPlot plot;
    private final Ruler across;
    private final Ruler up;

    private XyDrawing(Markup html, XyPlot plot) {
        this.html = html;
        this.plot = plot;
        boolean columns = plot.series().stream().anyMatch(series -> series.mark() == Mark.COLUMNS);
        this.across = new Ruler(plot.x().scale(), plot.allX(), LEFT, RIGHT, false);
        this.up = new Ruler(plot.y().scale(), plot.allY(), BOTTOM, TOP, columns);
    }

    static void draw(XyPlot plot, Markup html) {
        new XyDrawing(html, plot).draw();
    }

    private void draw() {
        html.open(
                "svg",
                "viewBox",
                "0 0 " + length(WIDTH) + " " + length(HEIGHT),
                "role",
                "img",
                "aria-label",
                plot.title() + ": " + plot.y().title() + " by " + plot.x().title());
        frame();
        int color = 0;
        for (Series series : plot.series()) {
            draw(series, "mark " + series.mark().name().toLowerCase(Locale.ROOT) + " s" + color);
            color += series.mark() == Mark.BAND ? 0 : 1;
        }
        html.close().line();
    }

    private void frame() {
        html.element("text", plot.y().title(), "x", "0", "y", "12", "class", "axis");
        for (Tick tick : up.ticks()) {
            line("grid", LEFT, tick.place(), RIGHT, tick.place());
            label(tick.label(), LEFT - 5, tick.place() + 4, "end");
        }
        line("base", LEFT, BOTTOM, RIGHT, BOTTOM);
        double free = 0;
        for (Tick tick : across.ticks()) {
            double half = tick.label().length() * CHARACTER / 2;
            double middle = Math.min(tick.place(), WIDTH - half);
            if (middle - half >= free) {
                line("base", tick.place(), BOTTOM, tick.place(), BOTTOM + 4);
                label(tick.label(), middle, BOTTOM + 16, "middle");
                free = middle + half + CHARACTER;
            }
        }
        html.element(
                "text",
                plot.x().title(),
                "x",
                length(RIGHT),
                "y",
                length(HEIGHT - 4),
                "class",
                "axis",
                "text-anchor",
                "end");
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        html.leaf("line", "class", style, "x1", length(x1), "y1", length(y1), "x2", length(x2), "y2", length(y2));
    }

    private void label(String text, double x, double y, String anchor) {
        html.element("text", text, "x", length(x), "y", length(y), "class", "tick", "text-anchor", anchor);
    }

    private void draw(Series series, String style) {
        switch (series.mark()) {
            case LINE -> {
                path(series.x(), series.y(), style);
                if (series.x().length <= DOTS_ON_LINE) {
                    points(series, style.replace("mark line", "dot"));
                }
            }
            case POINTS -> points(series, style);
            case COLUMNS -> columns(series, style);
            case BAND -> band(series, style);
        }
    }

    private boolean shows(double x, double y) {
        return across.shows(x) && up.shows(y);
    }

    private String point(double x, double y) {
        return length(across.place(x)) + " " + length(up.place(y));
    }

    private void path(double[] x, double[] y, String style) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < x.length; i++) {
            boolean shown = shows(x[i], y[i]);
            if (shown) {
                path.append(drawing ? "L" : "M").append(point(x[i], y[i]));
            }
            drawing = shown;
        }
        if (!path.isEmpty()) {
            html.leaf("path", "class", style, "d", path.toString());
        }
    }

    private void points(Series series, String style) {
        for (int i = 0; i < series.x().length; i++) {
            double x = series.x()[i];
            double y = series.y()[i];
            if (shows(x, y)) {
                html.open(
                        "circle", "class", style, "cx", length(across.place(x)), "cy", length(up.place(y)), "r", "2.5");
                html.element("title", said(x) + ": " + Numbers.brief(y)).close();
            }
        }
    }

    private String said(double x) {
        return plot.x().scale() == Scale.TIME
                ? Instant.ofEpochSecond((long) x)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString()
                : Numbers.brief(x);
    }

    private void columns(Series series, String style) {
        for (int i = 0; i < series.x().length; i++) {
            double x = series.x()[i];
            double x2 = series.x2()[i];
            double y = series.y()[i];
            if (shows(x, y) && across.shows(x2)) {
                double left = across.place(x);
                double width = across.place(x2) - left;
                double gap = Math.min(1, width / 5);
                html.open(
                        "rect",
                        "class",
                        style,
                        "x",
                        length(left + gap / 2),
                        "y",
                        length(up.place(y)),
                        "width",
                        length(Math.max(0.5, width - gap)),
                        "height",
                        length(Math.max(0, BOTTOM - up.place(y))));
                html.element("title", said(x) + " – " + said(x2) + ": " + Numbers.brief(y))
                        .close();
            }
        }
    }

    private void band(Series series, String style) {
        StringBuilder there = new StringBuilder();
        StringBuilder back = new StringBuilder();
        for (int i = 0; i < series.x().length; i++) {
            double x = series.x()[i];
            if (shows(x, series.y()[i]) && shows(x, series.y2()[i])) {
                there.append(there.isEmpty() ? "M" : "L").append(point(x, series.y2()[i]));
                back.insert(0, "L" + point(x, series.y()[i]));
            }
        }
        if (!there.isEmpty()) {
            html.leaf(
                    "path", "class", style, "d", there.append(back).append('Z').toString());
        }
    }
}
