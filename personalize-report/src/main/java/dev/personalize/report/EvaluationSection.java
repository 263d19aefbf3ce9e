package dev.personalize.report;

import dev.personalize.EvaluationReport;
import dev.personalize.EvaluationReport.Baseline;
import dev.personalize.metrics.Exposure;
import dev.personalize.metrics.Interval;
import dev.personalize.metrics.Segments;
import dev.personalize.report.Table.Cell;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How good a solution is on events it was not trained on, how sure that is, and what it shows to whom. */
final class EvaluationSection {
    private static final String POPULARITY = "popularity";
    private static final String RECENT = "recent popularity";
    private static final List<String> BY_ACTIVITY = List.of("normalized_discounted_cumulative_gain_at_", "recall_at_");

    private final EvaluationReport report;
    /** Metrics that are drawn: those of one cutoff. */
    private final List<String> drawn;

    private EvaluationSection(EvaluationReport report) {
        this.report = report;
        this.drawn = MetricNames.ofOneCutoff(
                report.values().keySet(), report.exposure().k());
    }

    static Section of(EvaluationReport report) {
        return new EvaluationSection(report).section();
    }

    private Section section() {
        Section.Builder section = Section.builder("Evaluation of " + report.recipe())
                .text("On events hidden from the training, of " + Numbers.count(report.users())
                        + " users; recommending what is most popular to everybody, and what was of late, stands beside it. "
                        + "Intervals are of "
                        + Numbers.percent(report.bootstrap().confidence())
                        + "; p is how probable so great a difference from the solution is by chance.")
                .add(metricPlot());
        Segments popular =
                Segments.of(report.popularity().measurement(), report.exposure().k());
        drawn.stream()
                .filter(key -> BY_ACTIVITY.stream().anyMatch(key::startsWith))
                .forEach(key -> section.add(activityPlot(key, popular)));
        return section.add(ExposurePlot.of(report))
                .add(metricTable())
                .add(exposureTable())
                .add(itemTable(popular))
                .build();
    }

    private BarPlot metricPlot() {
        BarPlot.Builder plot = BarPlot.builder("Against popularity", report.recipe(), POPULARITY, RECENT)
                .caption("Whiskers are intervals.");
        drawn.forEach(key -> {
            plot.group(MetricNames.shortName(key));
            bar(plot, report.recipe(), report.value(key));
            bar(plot, POPULARITY, report.popularity().value(key));
            bar(plot, RECENT, report.recentPopularity().value(key));
        });
        return plot.build();
    }

    private static void bar(BarPlot.Builder plot, String series, Interval value) {
        plot.bar(series, value.value(), value.low(), value.high());
    }

    private BarPlot activityPlot(String key, Segments popular) {
        BarPlot.Builder plot =
                BarPlot.builder(MetricNames.shortName(key) + " by activity of users", report.recipe(), POPULARITY);
        List<Segments.Users> groups = report.segments().users();
        for (int i = 0; i < groups.size(); i++) {
            Segments.Users users = groups.get(i);
            plot.group(String.format(
                            "%s (%s to %s), %s users",
                            users.name(),
                            Numbers.count(users.least()),
                            Numbers.count(users.most()),
                            Numbers.count(users.cases())))
                    .bar(report.recipe(), users.means().getOrDefault(key, Double.NaN))
                    .bar(POPULARITY, popular.users().get(i).means().getOrDefault(key, Double.NaN));
        }
        return plot.build();
    }

    private Table metricTable() {
        Table.Builder table =
                Table.builder("All metrics", "metric", report.recipe(), POPULARITY, "p", RECENT, "p of the recent one");
        report.values()
                .keySet()
                .forEach(key -> table.row(
                        Cell.of(key),
                        cell(report.value(key)),
                        cell(report.popularity().value(key)),
                        pValue(report.popularity(), key),
                        cell(report.recentPopularity().value(key)),
                        pValue(report.recentPopularity(), key)));
        return table.build();
    }

    private static Cell cell(Interval value) {
        return Cell.interval(value.value(), value.low(), value.high());
    }

    private static Cell pValue(Baseline baseline, String key) {
        return Cell.number(baseline.comparison().difference(key).pValue());
    }

    private Table exposureTable() {
        Table.Builder table = Table.builder(
                "What is shown in the first " + report.exposure().k() + " places",
                "",
                report.recipe(),
                POPULARITY,
                RECENT);
        row(table, "coverage: share of all items that are in any list", Exposure::coverage);
        row(table, "Gini: 0 when all items are shown as often, near 1 when one is all that is shown", Exposure::gini);
        row(table, "novelty of an item, bits", Exposure::novelty);
        row(table, "popularity of an item, users", Exposure::popularity);
        row(table, "share of items without events", Exposure::coldShare);
        row(table, "diversity of a list, by metadata", Exposure::metadataDiversity);
        row(table, "diversity of a list, by users in common", Exposure::cooccurrenceDiversity);
        return table.build();
    }

    private void row(Table.Builder table, String what, ToDoubleFunction<Exposure> value) {
        table.row(
                Cell.of(what),
                Cell.number(value.applyAsDouble(report.exposure())),
                Cell.number(value.applyAsDouble(report.popularity().exposure())),
                Cell.number(value.applyAsDouble(report.recentPopularity().exposure())));
    }

    private Table itemTable(Segments popular) {
        Table.Builder table = Table.builder(
                "By popularity of items",
                "items",
                "users of each",
                "number",
                "to be found",
                "found by " + report.recipe(),
                "by " + POPULARITY,
                "places in lists of " + report.recipe());
        List<Segments.Items> groups = report.segments().items();
        for (int i = 0; i < groups.size(); i++) {
            Segments.Items items = groups.get(i);
            table.row(
                    Cell.of(items.name()),
                    Cell.of(Numbers.count(items.least()) + " to " + Numbers.count(items.most())),
                    Cell.count(items.items()),
                    Cell.count(items.relevant()),
                    Cell.percent(items.recall()),
                    Cell.percent(popular.items().get(i).recall()),
                    Cell.percent(items.exposure()));
        }
        return table.build();
    }
}
