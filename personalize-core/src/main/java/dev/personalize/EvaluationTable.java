package dev.personalize;

import dev.personalize.metrics.Bootstrap;
import dev.personalize.metrics.Comparison;
import dev.personalize.metrics.Segments;
import java.util.Locale;

/** An {@link EvaluationReport} as text to read: one line a metric, the baselines beside it. */
final class EvaluationTable {
    private final EvaluationReport report;
    private final Bootstrap bootstrap;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    EvaluationTable(EvaluationReport report, Bootstrap bootstrap) {
        this.report = report;
        this.bootstrap = bootstrap;
        this.width =
                report.values().keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    @Override
    public String toString() {
        if (text.isEmpty()) {
            metrics();
            exposures();
            segments();
        }
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private void metrics() {
        line(
                "%s, %d users, intervals of %.0f %% (%d samples); p against the baseline beside it",
                report.recipe(), report.users(), 100 * bootstrap.confidence(), bootstrap.samples());
        StringBuilder head = new StringBuilder(String.format("%-" + width + "s  %-24s", "metric", "value"));
        report.baselines().keySet().forEach(name -> head.append(String.format("  %-17s  %-6s", name, "p")));
        line("%s", head);
        report.values().forEach((metric, value) -> {
            StringBuilder row = new StringBuilder(String.format("%-" + width + "s  %-24s", metric, value));
            for (Comparison comparison : report.comparisons().values()) {
                Comparison.Difference difference = comparison.difference(metric);
                row.append(String.format(Locale.ROOT, "  %-17.4f  %-6.4f", difference.second(), difference.pValue()));
            }
            line("%s", row);
        });
    }

    private void exposures() {
        report.exposures().forEach((name, exposure) -> line("%s, %s", name, exposure));
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
