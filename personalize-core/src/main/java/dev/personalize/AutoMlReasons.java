package dev.personalize;

import dev.personalize.math.Parallel;
import dev.personalize.metrics.Bootstrap;
import dev.personalize.metrics.Comparison;
import dev.personalize.metrics.Interval;
import dev.personalize.metrics.Measurement;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.Recipe;
import dev.personalize.tuning.AutoMlReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says in words why a recipe was chosen, from paired comparisons on the same users. */
final class AutoMlReasons {
    private static final double CERTAIN = 0.05;

    private final String metric;
    private final Map<Recipe, Measurement> measured;
    private final Parallel parallel;
    private final List<Recipe> ranked;
    private final Recipe winner;

    /** @param measured best first, at least one */
    AutoMlReasons(String metric, Map<Recipe, Measurement> measured, Parallel parallel) {
        this.metric = metric;
        this.measured = measured;
        this.parallel = parallel;
        this.ranked = List.copyOf(measured.keySet());
        Recipe best = ranked.get(0);
        this.winner = best(Approach.POPULARITY)
                .filter(popular ->
                        !popular.equals(best) && difference(best, popular).pValue() >= CERTAIN)
                .orElse(best);
    }

    AutoMlReport.Candidate candidate(Recipe recipe, double seconds, Map<String, String> found) {
        Measurement measurement = of(recipe);
        Interval interval = Bootstrap.DEFAULT.means(new double[][] {measurement.values(metric)}, parallel)[0];
        return new AutoMlReport.Candidate(
                recipe.name(), measurement.mean(metric), interval.low(), interval.high(), seconds, found, null);
    }

    private Measurement of(Recipe recipe) {
        Measurement measurement = measured.get(recipe);
        if (measurement == null) {
            throw new IllegalArgumentException(recipe.name() + " was not measured");
        }
        return measurement;
    }

    /** {@return the best recipe, or popularity where nothing else is better beyond chance: it costs nothing and says the same} */
    Recipe winner() {
        return winner;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Optional<Recipe> popular = best(Approach.POPULARITY);
        if (winner.approach() == Approach.POPULARITY) {
            sentences.add(popularityWins(winner));
        } else {
            popular.ifPresent(other -> sentences.add(compared(winner, other)
                    + ": it pays to look at what each user did instead of giving everybody the same"));
            ranked.stream()
                    .filter(recipe -> !recipe.equals(winner) && recipe.approach() != Approach.POPULARITY)
                    .findFirst()
                    .ifPresent(next -> sentences.add(compared(winner, next)));
        }
        order().ifPresent(sentences::add);
        return sentences;
    }

    private String popularityWins(Recipe winner) {
        return ranked.stream()
                .filter(recipe -> recipe.approach() != Approach.POPULARITY)
                .findFirst()
                .map(other -> (ranked.indexOf(other) < ranked.indexOf(winner)
                                ? compared(other, winner)
                                : compared(winner, other))
                        + ": no recipe that looks at what each user did surely finds more in this data, so everybody gets what"
                        + " is popular")
                .orElse("nothing but popularity could be measured");
    }

    /** {@return whether order matters in this data, where recipes that go by it and such that do not were measured} */
    private Optional<String> order() {
        Optional<Recipe> byOrder = best(Approach.ORDER);
        Optional<Recipe> byHistory = best(Approach.HISTORY);
        if (byOrder.isEmpty() || byHistory.isEmpty()) {
            return Optional.empty();
        }
        Comparison.Difference difference = difference(byOrder.get(), byHistory.get());
        if (difference.pValue() >= CERTAIN) {
            return Optional.of("recipes that go by " + Approach.ORDER.phrase() + " and by " + Approach.HISTORY.phrase()
                    + " are equally good here as far as can be told: "
                    + text(difference, byOrder.get(), byHistory.get()));
        }
        boolean matters = difference.difference().value() > 0;
        return Optional.of(
                matters
                        ? text(difference, byOrder.get(), byHistory.get())
                                + ": what comes next follows the last few events in your data, so order matters"
                        : text(difference, byHistory.get(), byOrder.get())
                                + ": what suits a user in the long run says more than the last few events in your data");
    }

    private Optional<Recipe> best(Approach approach) {
        return ranked.stream().filter(recipe -> recipe.approach() == approach).findFirst();
    }

    private String compared(Recipe better, Recipe other) {
        Comparison.Difference difference = difference(better, other);
        String text = text(difference, better, other);
        return difference.pValue() < CERTAIN
                ? text
                : text + ", which may be chance (p = " + String.format(Locale.ROOT, "%.2f", difference.pValue()) + ")";
    }

    private Comparison.Difference difference(Recipe first, Recipe second) {
        return Comparison.of(of(first), of(second), Bootstrap.DEFAULT, parallel).difference(metric);
    }

    private String text(Comparison.Difference difference, Recipe better, Recipe other) {
        double base = of(other).mean(metric);
        double gain = Math.abs(difference.difference().value());
        double margin =
                (difference.difference().high() - difference.difference().low()) / 2;
        String by = base > 0
                ? String.format(Locale.ROOT, "%.0f %% ± %.0f %% more than", 100 * gain / base, 100 * margin / base)
                : String.format(Locale.ROOT, "%.4f ± %.4f more than", gain, margin);
        return String.format(
                Locale.ROOT, "%s reaches %.4f, %s %s", better.name(), of(better).mean(metric), by, other.name());
    }
}
