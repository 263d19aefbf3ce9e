package dev.personalize.report;

import dev.personalize.metrics.Comparison;
import dev.personalize.metrics.Comparison.Difference;
import dev.personalize.metrics.Comparison.Interleaving;
import dev.personalize.report.Table.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two systems that were asked the same questions. */
final class ComparisonSection {
    private static final int PLACES = 10;
    private static final long SEED = 0;
    private static final double CERTAIN = 0.05;

    private ComparisonSection() {}

    static Section of(String first, String secondName, Comparison comparison) {
        // A recipe may be compared with itself, with other settings.
        String second = first.equals(secondName) ? secondName + " (second)" : secondName;
        List<Difference> differences = comparison.differences();
        return Section.builder(first + " against " + second)
                .text("Both asked about the same users. Of " + differences.size() + " metrics, " + first
                        + " is better beyond chance (p < " + CERTAIN + ") in " + surely(differences, 1) + ", " + second
                        + " in " + surely(differences, -1) + ".")
                .add(figures(first, second, comparison))
                .add(plot(first, second, differences))
                .add(table(first, second, differences))
                .build();
    }

    private static long surely(List<Difference> differences, int sign) {
        return differences.stream()
                .filter(one ->
                        one.pValue() < CERTAIN && Math.signum(one.difference().value()) == sign)
                .count();
    }

    private static Figures figures(String first, String second, Comparison comparison) {
        Interleaving chosen = comparison.interleaving(PLACES, SEED);
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("in common of " + PLACES + " places", Numbers.percent(comparison.overlap(PLACES)));
        figures.put("of a list dealt from both, users take more from " + first, Numbers.percent(chosen.first()));
        figures.put("more from " + second, Numbers.percent(chosen.second()));
        figures.put("as much from both", Numbers.percent(chosen.ties()));
        return new Figures(figures);
    }

    private static BarPlot plot(String first, String second, List<Difference> differences) {
        BarPlot.Builder plot = BarPlot.builder("Side by side", first, second);
        List<String> drawn = MetricNames.ofOneCutoff(
                differences.stream().map(Difference::metric).toList(), PLACES);
        differences.stream()
                .filter(one -> drawn.isEmpty() || drawn.contains(one.metric()))
                .forEach(one -> plot.group(MetricNames.shortName(one.metric()))
                        .bar(first, one.first())
                        .bar(second, one.second()));
        return plot.build();
    }

    private static Table table(String first, String second, List<Difference> differences) {
        Table.Builder table =
                Table.builder("User by user", "metric", first, second, "difference", "p", "more", "less", "the same");
        differences.forEach(one -> table.row(
                Cell.of(one.metric()),
                Cell.number(one.first()),
                Cell.number(one.second()),
                Cell.interval(
                        one.difference().value(),
                        one.difference().low(),
                        one.difference().high()),
                Cell.number(one.pValue()),
                Cell.count(one.wins()),
                Cell.count(one.losses()),
                Cell.count(one.ties())));
        return table.build();
    }
}
