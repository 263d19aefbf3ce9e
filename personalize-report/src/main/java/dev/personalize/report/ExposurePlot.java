package dev.personalize.report;

import dev.personalize.EvaluationReport;
import dev.personalize.data.Popularity;
import dev.personalize.metrics.Measurement;
import java.util.Arrays;

/** Which items get the places of all lists, by how popular they are, beside those that were to be found. */
final class ExposurePlot {
    private final Popularity popularity;
    private final int k;

    /** @param k first places that are looked at */
    private ExposurePlot(Popularity popularity, int k) {
        this.popularity = popularity;
        this.k = k;
    }

    static XyPlot of(EvaluationReport report) {
        Measurement measured = report.measurement();
        ExposurePlot bands = new ExposurePlot(
                Popularity.of(measured.holdout().train().interactions()),
                report.exposure().k());
        double[] wanted = bands.wanted(measured);
        double[] users = new double[wanted.length];
        Arrays.setAll(users, band -> 1L << band);
        return XyPlot.builder(
                        "Popularity against exposure",
                        Axis.log("users of an item, in steps of twice as many"),
                        Axis.linear("% of places"))
                .caption("Below what users took: too seldom shown; above: too often. Items without users are left out.")
                .line(report.recipe(), users, bands.shown(measured))
                .line("popularity", users, bands.shown(report.popularity().measurement()))
                .line("what users took", users, wanted)
                .build();
    }

    private double[] shown(Measurement measured) {
        double[] places = new double[bands()];
        for (int number = 0; number < measured.cases(); number++) {
            int[] list = measured.list(number);
            count(Arrays.copyOf(list, Math.min(k, list.length)), places);
        }
        return percent(places);
    }

    private double[] wanted(Measurement measured) {
        double[] items = new double[bands()];
        for (int number = 0; number < measured.cases(); number++) {
            count(measured.ranked(number).relevant(), items);
        }
        return percent(items);
    }

    /** {@return the number of bands up to the most popular item, each twice as wide as the one before} */
    private int bands() {
        return popularity.size() == 0 ? 0 : band(popularity.item(0)) + 1;
    }

    /** {@return the power of two at or below the users of an item; -1 without any} */
    private int band(int item) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(popularity.users(item));
    }

    private void count(int[] items, double[] bands) {
        for (int item : items) {
            if (band(item) >= 0) {
                bands[band(item)]++;
            }
        }
    }

    private static double[] percent(double[] counts) {
        double total = Arrays.stream(counts).sum();
        return Arrays.stream(counts).map(count -> 100 * count / total).toArray();
    }
}
