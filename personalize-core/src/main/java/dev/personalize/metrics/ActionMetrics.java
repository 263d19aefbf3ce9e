package dev.personalize.metrics;

import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How well propensities say who takes which action: precision, recall and AUC of each action, and their means over the actions. Immutable.
 *
 * <p>A user is <i>predicted</i> to take an action if the propensity is at least the threshold. Of one action:
 *
 * <ul>
 *   <li>precision: users who were predicted to take it and did / users who were predicted to; of an action nobody is predicted to take,
 *       there is none;
 *   <li>recall: users who were predicted to take it and did / users who did; of an action nobody took, there is none;
 *   <li>AUC: the probability that of two users, one who took it and one who did not, the first has the greater propensity, equal ones
 *       counting half. That is the area under the ROC curve, and the statistic of Mann and Whitney, <i>U / (n₁ n₀)</i> (J. Hanley, B. McNeil,
 *       The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve, Radiology 143, 1982); it does not depend on
 *       the threshold. Of an action that everybody took, or nobody did, there is none.
 * </ul>
 *
 * <p>Each mean is over the actions that have the value, all alike, however many users they were shown to. The service defines its three
 * metrics of next-best-action in the same words; it does not say from which propensity on an action counts as recommended, nor what becomes
 * of actions without a value. Actions that are rarely taken hardly ever reach one half: give such propensities a lower threshold, or go by
 * AUC.
 */
public final class ActionMetrics {
    /** The propensity from which on taking an action is likelier than not. */
    public static final double THRESHOLD = 0.5;

    private static final String PRECISION = "precision";
    private static final String RECALL = "recall";
    private static final String AUC = "auc";

    private final Map<String, Values> actions;
    private final Map<String, Double> means;

    /**
     * An action, and what one user did about it.
     *
     * @param action its id
     * @param propensity how probable it was thought that the user takes it, in [0, 1]
     * @param taken whether the user did
     */
    public record Outcome(String action, double propensity, boolean taken) {
        /**
         * Checks the propensity.
         *
         * @throws InvalidInputException if it lies outside [0, 1]
         */
        public Outcome {
            if (!(propensity >= 0 && propensity <= 1)) {
                throw new InvalidInputException("propensity of action '" + action + "' must lie in [0, 1], was "
                        + propensity + ": leave out what no propensity is known of");
            }
        }
    }

    /**
     * The values of one action.
     *
     * @param cases number of outcomes
     * @param taken how many of these users took it
     * @param predicted how many were predicted to
     * @param precision in [0, 1]; NaN if none was predicted to
     * @param recall in [0, 1]; NaN if none took it
     * @param auc in [0, 1], 0.5 for propensities that say nothing; NaN if all took it, or none
     */
    public record Values(int cases, int taken, int predicted, double precision, double recall, double auc) {}

    private ActionMetrics(Map<String, Values> actions) {
        this.actions = Collections.unmodifiableMap(actions);
        Map<String, Double> averages = new LinkedHashMap<>();
        averages.put(PRECISION, mean(Values::precision));
        averages.put(RECALL, mean(Values::recall));
        averages.put(AUC, mean(Values::auc));
        averages.values().removeIf(value -> Double.isNaN(value));
        this.means = Collections.unmodifiableMap(averages);
    }

    /** {@return the metrics with a threshold of {@value #THRESHOLD}} */
    public static ActionMetrics of(Collection<Outcome> outcomes) {
        return of(outcomes, THRESHOLD);
    }

    /**
     * {@return the metrics of outcomes in any order}
     *
     * @param threshold propensity from which on a user is predicted to take an action, in [0, 1]
     * @throws InvalidInputException if the threshold lies outside [0, 1]
     */
    public static ActionMetrics of(Collection<Outcome> outcomes, double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InvalidInputException("threshold must lie in [0, 1], was " + threshold);
        }
        Map<String, List<Outcome>> byAction = new TreeMap<>();
        outcomes.forEach(outcome -> byAction.computeIfAbsent(outcome.action(), action -> new ArrayList<>())
                .add(outcome));
        Map<String, Values> actions = new LinkedHashMap<>();
        byAction.forEach((action, cases) -> actions.put(action, values(cases, threshold)));
        return new ActionMetrics(actions);
    }

    private static Values values(List<Outcome> cases, double threshold) {
        int taken = 0;
        int predicted = 0;
        int right = 0;
        for (Outcome outcome : cases) {
            boolean expected = outcome.propensity() >= threshold;
            taken += outcome.taken() ? 1 : 0;
            predicted += expected ? 1 : 0;
            right += expected && outcome.taken() ? 1 : 0;
        }
        // 0 of 0 is NaN: there is no value
        return new Values(
                cases.size(), taken, predicted, right / (double) predicted, right / (double) taken, auc(cases));
    }

    /** Counts in halves, so that sums of counts are exact. */
    private static double auc(List<Outcome> cases) {
        List<Outcome> ascending = new ArrayList<>(cases);
        ascending.sort(Comparator.comparingDouble(Outcome::propensity));
        long halves = 0;
        long taken = 0;
        long below = 0;
        for (int from = 0, to = 0; from < ascending.size(); from = to) {
            long takenHere = 0;
            while (to < ascending.size()
                    && ascending.get(to).propensity() == ascending.get(from).propensity()) {
                takenHere += ascending.get(to).taken() ? 1 : 0;
                to++;
            }
            long notTakenHere = to - from - takenHere;
            halves += takenHere * (2 * below + notTakenHere);
            below += notTakenHere;
            taken += takenHere;
        }
        return halves / (2.0 * taken * below);
    }

    private double mean(ToDoubleFunction<Values> value) {
        return actions.values().stream()
                .mapToDouble(value)
                .filter(each -> !Double.isNaN(each))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * {@return the means over the actions: {@code precision}, {@code recall} and {@code auc}, the service's names (it publishes no keys); one
     * that no action has is not there. Unmodifiable}
     */
    public Map<String, Double> means() {
        return means;
    }

    /** {@return the values of each action, by id, unmodifiable} */
    public Map<String, Values> actions() {
        return actions;
    }

    /** {@return the means in one line, in words} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(actions.size() + " actions");
        means.forEach((key, value) -> text.append(String.format(Locale.ROOT, ", %s %.4f", key, value)));
        return text.toString();
    }
}
