package dev.personalize.report;

import dev.personalize.report.Table.Cell;
import dev.personalize.tuning.Trial;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a search for hyperparameters tried. */
final class TrialsSection {
    private TrialsSection() {}

    /** @param metric key of the objective */
    static Section of(String metric, List<Trial> trials) {
        long complete = trials.stream().filter(Trial::isComplete).count();
        long failed = trials.stream().filter(trial -> trial.failure() != null).count();
        return Section.builder("Search for hyperparameters")
                .text(
                        Numbers.count(trials.size()) + " settings were tried, " + Numbers.count(complete)
                                + " of them with all data and epochs, " + Numbers.count(failed)
                                + " failed. Values are of users kept back for the search, not of those the version's own metrics are of.")
                .add(plot(MetricNames.shortName(metric), trials))
                .add(table(MetricNames.shortName(metric), trials))
                .build();
    }

    private static XyPlot plot(String metric, List<Trial> trials) {
        double[] numbers = trials.stream().mapToDouble(Trial::number).toArray();
        double[] best = new double[numbers.length];
        double greatest = Double.NaN;
        for (int i = 0; i < best.length; i++) {
            Trial trial = trials.get(i);
            if (trial.isComplete() && !(trial.value() <= greatest)) {
                greatest = trial.value();
            }
            best[i] = greatest;
        }
        return XyPlot.builder("Trials", Axis.linear("trial"), Axis.linear(metric))
                .caption("Trials with a part of the effort see fewer users and epochs, and reach less for it.")
                .line("best so far", numbers, best)
                .points("all of the effort", numbers, values(trials, Trial::isComplete))
                .points("a part of it", numbers, values(trials, trial -> !trial.isComplete()))
                .build();
    }

    /** {@return the values of some trials, NaN for the others} */
    private static double[] values(List<Trial> trials, Predicate<Trial> which) {
        return trials.stream()
                .mapToDouble(trial -> which.test(trial) ? trial.value() : Double.NaN)
                .toArray();
    }

    private static Table table(String metric, List<Trial> trials) {
        TreeSet<String> names = new TreeSet<>();
        trials.forEach(trial -> names.addAll(trial.hyperparameters().keySet()));
        names.removeIf(name -> trials.stream()
                        .map(trial -> trial.hyperparameters().get(name))
                        .distinct()
                        .count()
                < 2);
        Table.Builder table =
                Table.builder("Trials", "trial", metric, "effort", "seconds", "hyperparameters that differ", "failure");
        trials.forEach(trial -> table.row(
                Cell.count(trial.number()),
                Cell.number(trial.value()),
                Cell.percent(trial.effort()),
                Cell.seconds(trial.seconds()),
                Cell.of(names.stream()
                        .map(name -> name + " " + trial.hyperparameters().get(name))
                        .collect(Collectors.joining(", "))),
                Cell.of(Objects.requireNonNullElse(trial.failure(), ""))));
        return table.build();
    }
}
