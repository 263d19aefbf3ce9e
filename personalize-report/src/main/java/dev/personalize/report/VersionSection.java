package dev.personalize.report;

import dev.personalize.Provenance;
import dev.personalize.SolutionVersion;
import dev.personalize.report.Table.Cell;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How good a version is, and where it comes from. */
final class VersionSection {
    private static final String POPULARITY = "popularity";

    private VersionSection() {}

    static Section metrics(SolutionVersion version) {
        Section.Builder section = Section.builder("Metrics of " + version.solution() + ", version " + version.number());
        if (version.metrics().isEmpty()) {
            return section.add(new Notice(
                            Notice.Level.WARNING,
                            "not measured.",
                            "The version was trained without being measured.",
                            "Leave SolutionConfig.evaluate on, with at least one user of two or more events."))
                    .build();
        }
        Map<String, Double> metrics = new TreeMap<>(MetricNames.ORDER);
        metrics.putAll(version.metrics());
        BarPlot.Builder bars = BarPlot.builder("Against popularity", version.recipe(), POPULARITY);
        Table.Builder table = Table.builder("", "metric", version.recipe(), POPULARITY, "difference");
        metrics.forEach((key, value) -> {
            double baseline = version.popularityMetrics().getOrDefault(key, Double.NaN);
            bars.group(MetricNames.shortName(key)).bar(version.recipe(), value).bar(POPULARITY, baseline);
            table.row(Cell.of(key), Cell.number(value), Cell.number(baseline), gain(value, baseline));
        });
        String measured = version.testUsers() == 0
                ? "Of what is shown beside the items of the catalogue; "
                : "On the newest events of " + Numbers.count(version.testUsers())
                        + " users whom the measured model was trained without; ";
        return section.text(measured + "recommending the most popular items to everybody stands beside it.")
                .add(bars.build())
                .add(table.build())
                .build();
    }

    private static Cell gain(double value, double baseline) {
        return new Cell(
                baseline > 0 ? String.format(Locale.ROOT, "%+.0f %%", 100 * (value / baseline - 1)) : "–", true);
    }

    static Section provenance(SolutionVersion version) {
        Table.Builder table = Table.builder("", "what", "value")
                .row(Cell.of("solution"), Cell.of(version.solution()))
                .row(Cell.of("version"), Cell.of(String.valueOf(version.number())))
                .row(Cell.of("recipe"), Cell.of(version.recipe()))
                .row(Cell.of("seed"), Cell.of(String.valueOf(version.seed())))
                .row(Cell.of("SHA-256 of the data"), Cell.of(version.dataFingerprint()))
                .row(Cell.of("trained"), Cell.of(version.created().toString()))
                .row(Cell.of("training time"), Cell.of(version.trainingTime().toMillis() / 1000.0 + " s"));
        Provenance provenance = version.provenance();
        table.row(Cell.of("configuration"), Cell.of(provenance.config().toString()))
                .row(Cell.of("library version"), Cell.of(provenance.libraryVersion()));
        if (provenance.machine() != null && provenance.timings() != null) {
            table.row(Cell.of("machine"), Cell.of(provenance.machine().toString()))
                    .row(
                            Cell.of("time of each part"),
                            Cell.of(provenance.timings().toString()));
        }
        version.imported().ifPresent(time -> table.row(Cell.of("imported"), Cell.of(time.toString())));
        new TreeMap<>(version.hyperparameters())
                .forEach((name, value) -> table.row(Cell.of("hyperparameter " + name), Cell.of(value)));
        return Section.builder("Provenance").add(table.build()).build();
    }
}
