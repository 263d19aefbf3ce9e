package dev.personalize;

import dev.personalize.metrics.Segments;
import java.util.Locale;

/** An {@link EvaluationReport} as text to read: one line a metric, the baselines beside it. */
final class EvaluationTable {
    private static final String ROW = "  %-24s  %-10s  %-6s  %-17s  %-6s";

    private final EvaluationReport report;
    private final StringBuilder text = new StringBuilder();

    EvaluationTable(EvaluationReport report) {
        this.report = report;
        metrics();
        line("%s, %s", report.recipe(), report.exposure());
        line("popularity, %s", report.popularity().exposure());
        line("recent popularity, %s", report.recentPopularity().exposure());
        segments();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private void metrics() {
        int width =
                report.values().keySet().stream().mapToInt(String::length).max().orElse(1);
        String row = "%-" + width + "s" + ROW;
        line(
                "%s, %d users; intervals of %.0f %%, and p against the baseline to the left of it, from %d samples",
                report.recipe(),
                report.users(),
                100 * report.bootstrap().confidence(),
                report.bootstrap().samples());
        line(row, "metric", "value", "popularity", "p", "recent popularity", "p");
        report.values()
                .forEach((metric, value) -> line(
                        row,
                        metric,
                        value,
                        decimals(report.popularity().value(metric).value()),
                        decimals(pValue(report.popularity(), metric)),
                        decimals(report.recentPopularity().value(metric).value()),
                        decimals(pValue(report.recentPopularity(), metric))));
    }

    private static double pValue(EvaluationReport.Baseline baseline, String metric) {
        return baseline.comparison().difference(metric).pValue();
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private void segments() {
        String shown = report.values().keySet().iterator().next();
        for (Segments.Users users : report.segments().users()) {
            line(
                    "users with %s (%d to %d), %d users: %s %.4f",
                    users.name(),
                    users.least(),
                    users.most(),
                    users.cases(),
                    shown,
                    users.means().getOrDefault(shown, Double.NaN));
        }
        for (Segments.Items items : report.segments().items()) {
            line(
                    "%s items (%d to %d users), %d items: found %.4f of %d, %.4f of the places",
                    items.name(),
                    items.least(),
                    items.most(),
                    items.items(),
                    items.recall(),
                    items.relevant(),
                    items.exposure());
        }
    }
}
