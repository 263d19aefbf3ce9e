package dev.personalize.tuning;

import dev.personalize.error.TrainingException;
import java.util.Comparator;
import java.util.List;

/**
 * What a search tried and found. Immutable.
 *
 * @param trials all settings that were tried, in order
 * @param best the complete trial of greatest value; of equals the first
 */
public record SearchResult(List<Trial> trials, Trial best) {
    /** Copies the list. */
    public SearchResult {
        trials = List.copyOf(trials);
    }

    static SearchResult of(List<Trial> all) {
        List<Trial> tried = all.stream()
                .filter(trial -> trial.effort() > 0 || trial.failure() != null)
                .toList();
        Trial best = tried.stream()
                .filter(Trial::isComplete)
                .max(Comparator.comparingDouble(Trial::value)
                        .thenComparing(Comparator.comparingInt(Trial::number).reversed()))
                .orElseThrow(() -> new TrainingException("none of " + tried.size()
                        + " settings could be trained; the first failed with: "
                        + tried.get(0).failure()));
        return new SearchResult(tried, best);
    }

    /** {@return the setting the search began with, as it was measured} */
    public Trial start() {
        return trials.get(0);
    }
}
