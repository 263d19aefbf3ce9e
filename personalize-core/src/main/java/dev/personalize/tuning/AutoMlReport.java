package dev.personalize.tuning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which recipes were compared, which one was chosen, and why. Immutable.
 *
 * @param metric key of the metric they were compared by
 * @param split what was hidden from training, in words
 * @param users number of users asked about
 * @param winner name of the recipe that was chosen
 * @param candidates all recipes, best first; those without a value last
 * @param reasons sentences for people
 */
public record AutoMlReport(
        String metric, String split, int users, String winner, List<Candidate> candidates, List<String> reasons) {
    /** Copies the lists. */
    public AutoMlReport {
        candidates = List.copyOf(candidates);
        reasons = List.copyOf(reasons);
    }

    /**
     * A recipe that was compared.
     *
     * @param recipe its name
     * @param value of the metric on all users asked about; null if it was not measured on all of them
     * @param low lower end of the 95 % interval, null without a value
     * @param high upper end of it, null without a value
     * @param seconds spent on it
     * @param hyperparameters that differ from its defaults, as found by a search
     * @param note why it was left out, or null
     */
    public record Candidate(
            String recipe,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            double seconds,
            Map<String, String> hyperparameters,
            @Nullable String note) {
        /** Copies the map. */
        public Candidate {
            hyperparameters = new LinkedHashMap<>(hyperparameters);
        }
    }

    /** {@return a table of the recipes and the reasons, for people} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s on %s, %,d users; chosen: %s%n", metric, split, users, winner));
        for (Candidate candidate : candidates) {
            String value = candidate.value() == null
                    ? "-"
                    : String.format(
                            Locale.ROOT, "%.4f [%.4f, %.4f]", candidate.value(), candidate.low(), candidate.high());
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %-26s %6.1f s%s%s%n",
                    candidate.recipe(),
                    value,
                    candidate.seconds(),
                    candidate.hyperparameters().isEmpty() ? "" : "  " + candidate.hyperparameters(),
                    candidate.note() == null ? "" : "  " + candidate.note()));
        }
        reasons.forEach(reason -> text.append("- ").append(reason).append(System.lineSeparator()));
        return text.toString();
    }
}
