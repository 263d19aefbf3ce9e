package dev.personalize.report;

import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers against numbers: lines, points and columns in one frame, each series in a colour of its own and named when there are several.
 * Immutable.
 */
public final class XyPlot implements Block {
    /** How a series is drawn. */
    enum Mark {
        LINE,
        POINTS,
        COLUMNS,
        BAND
    }

    /**
     * @param name what it is
     * @param x places; of columns and bands their beginning and of lines and points themselves; shape [marks]
     * @param x2 end of each column; equal to {@code x} otherwise
     * @param y numbers; of bands the lower ones; shape [marks]
     * @param y2 of bands the upper numbers; equal to {@code y} otherwise
     */
    // A record of arrays: series are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Series(String name, Mark mark, double[] x, double[] x2, double[] y, double[] y2) {}

    private final String title;
    private final String caption;
    private final Axis x;
    private final Axis y;
    private final List<Series> series;

    private XyPlot(Builder builder) {
        title = builder.title;
        caption = builder.caption;
        x = builder.x;
        y = builder.y;
        series = List.copyOf(builder.series);
    }

    String title() {
        return title;
    }

    String caption() {
        return caption;
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    List<Series> series() {
        return series;
    }

    DoubleStream allX() {
        return series.stream()
                .flatMapToDouble(one -> DoubleStream.concat(Arrays.stream(one.x()), Arrays.stream(one.x2())));
    }

    DoubleStream allY() {
        return series.stream()
                .flatMapToDouble(one -> DoubleStream.concat(Arrays.stream(one.y()), Arrays.stream(one.y2())));
    }

    /** {@return a builder of a plot without series} */
    public static Builder builder(String title, Axis x, Axis y) {
        return new Builder(title, x, y);
    }

    /** Collects series. For one thread. Arrays are copied; NaN and infinite numbers are left out of the drawing. */
    public static final class Builder {
        private final String title;
        private final Axis x;
        private final Axis y;
        private final List<Series> series = new ArrayList<>();
        private String caption = "";

        private Builder(String title, Axis x, Axis y) {
            this.title = title;
            this.x = x;
            this.y = y;
        }

        /** Sets what to read from it. Default: nothing. */
        public Builder caption(String caption) {
            this.caption = caption;
            return this;
        }

        /**
         * Adds a line through points.
         *
         * @param x places, in the order of the line
         * @param y as many numbers
         */
        public Builder line(String name, double[] x, double[] y) {
            return add(name, Mark.LINE, x, x, y, y);
        }

        /**
         * Adds points, one mark each: some thousand are well readable and 100 bytes each.
         *
         * @param x places
         * @param y as many numbers
         */
        public Builder points(String name, double[] x, double[] y) {
            return add(name, Mark.POINTS, x, x, y, y);
        }

        /**
         * Adds columns.
         *
         * @param from where each begins
         * @param to where it ends
         * @param y its height
         */
        public Builder columns(String name, double[] from, double[] to, double[] y) {
            return add(name, Mark.COLUMNS, from, to, y, y);
        }

        /**
         * Adds a shaded band, as for the interval around a line; it has the colour of the series after it.
         *
         * @param x places
         * @param low lower border
         * @param high upper border
         */
        public Builder band(String name, double[] x, double[] low, double[] high) {
            return add(name, Mark.BAND, x, x, low, high);
        }

        private Builder add(String name, Mark mark, double[] x, double[] x2, double[] y, double[] y2) {
            if (x.length != y.length || x2.length != x.length || y2.length != y.length) {
                throw new InvalidInputException("series '" + name + "' of plot '" + title + "' has " + x.length
                        + " places and " + y.length + " numbers: give as many of both");
            }
            series.add(new Series(name, mark, x.clone(), x2.clone(), y.clone(), y2.clone()));
            return this;
        }

        /** {@return the plot} */
        public XyPlot build() {
            return new XyPlot(this);
        }
    }
}
