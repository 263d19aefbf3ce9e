package dev.personalize.report;

import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Bars to be compared, from left to right, with the interval each is known to lie in where there is one. Immutable. */
public final class BarPlot implements Block {
    /**
     * @param series position of its series
     * @param value its length
     * @param low lower end of its interval, NaN for none
     * @param high upper end of its interval, NaN for none
     */
    record Bar(int series, double value, double low, double high) {}

    record Group(String label, List<Bar> bars) {}

    private final String title;
    private final String caption;
    private final List<String> series;
    private final List<Group> groups;

    private BarPlot(Builder builder) {
        title = builder.title;
        caption = builder.caption;
        series = builder.series;
        groups = builder.groups.stream()
                .map(group -> new Group(group.label(), List.copyOf(group.bars())))
                .toList();
    }

    String title() {
        return title;
    }

    String caption() {
        return caption;
    }

    List<String> series() {
        return series;
    }

    List<Group> groups() {
        return groups;
    }

    /**
     * {@return a builder of a plot without bars}
     *
     * @param series names of what is compared, such as {@code "matrix-factorization", "popularity"}; each has a colour of its own
     */
    public static Builder builder(String title, String... series) {
        return new Builder(title, List.of(series));
    }

    /** Collects bars. For one thread. */
    public static final class Builder {
        private final String title;
        private final List<String> series;
        private final List<Group> groups = new ArrayList<>();
        private String caption = "";

        private Builder(String title, List<String> series) {
            this.title = title;
            this.series = series;
        }

        /** Sets what to read from it. Default: nothing. */
        public Builder caption(String caption) {
            this.caption = caption;
            return this;
        }

        /** Begins a group of bars, such as a metric. */
        public Builder group(String label) {
            groups.add(new Group(label, new ArrayList<>()));
            return this;
        }

        /** Adds a bar to the group begun last, as {@link #bar(String, double, double, double)} does, without an interval. */
        public Builder bar(String seriesName, double value) {
            return bar(seriesName, value, Double.NaN, Double.NaN);
        }

        /**
         * Adds a bar to the group begun last.
         *
         * @param value its length, 0 or more
         * @param low lower end of its interval
         * @param high upper end of its interval
         * @throws InvalidInputException if there is no such series, or no group was begun
         */
        public Builder bar(String seriesName, double value, double low, double high) {
            int position = series.indexOf(seriesName);
            if (position < 0 || groups.isEmpty()) {
                throw new InvalidInputException("plot '" + title + "' has no series '" + seriesName
                        + "' or no group: its series are " + series + "; begin with group(label)");
            }
            groups.get(groups.size() - 1).bars().add(new Bar(position, value, low, high));
            return this;
        }

        /** {@return the plot} */
        public BarPlot build() {
            return new BarPlot(this);
        }
    }
}
