package dev.personalize.report;

import dev.personalize.report.Table.Cell;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.AutoMlReport.Candidate;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which recipes were compared, which one was chosen, and why. */
final class AutoMlSection {
    private AutoMlSection() {}

    static Section of(AutoMlReport report) {
        String metric = MetricNames.shortName(report.metric());
        Section.Builder section = Section.builder("Choice of a recipe")
                .text("Chosen: " + report.winner() + ", by " + metric + " on " + report.split() + ", of "
                        + Numbers.count(report.users()) + " users.");
        report.reasons().forEach(reason -> section.text(sentence(reason)));
        return section.add(plot(metric, report)).add(table(metric, report)).build();
    }

    /** Reasons begin with names of recipes, which keep their small letters. */
    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static BarPlot plot(String metric, AutoMlReport report) {
        BarPlot.Builder plot =
                BarPlot.builder(metric + " of recipes", metric).caption("Whiskers are intervals of 95 %.");
        report.candidates().stream()
                .filter(candidate -> candidate.value() != null)
                .forEach(candidate -> plot.group(candidate.recipe())
                        .bar(metric, number(candidate.value()), number(candidate.low()), number(candidate.high())));
        return plot.build();
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static Table table(String metric, AutoMlReport report) {
        Table.Builder table =
                Table.builder("Recipes compared", "recipe", metric, "seconds", "hyperparameters found", "note");
        report.candidates()
                .forEach(candidate -> table.row(
                        Cell.of(candidate.recipe()),
                        Cell.interval(number(candidate.value()), number(candidate.low()), number(candidate.high())),
                        Cell.seconds(candidate.seconds()),
                        Cell.of(found(candidate)),
                        Cell.of(Objects.requireNonNullElse(candidate.note(), ""))));
        return table.build();
    }

    private static String found(Candidate candidate) {
        return candidate.hyperparameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
