package dev.personalize;

import dev.personalize.data.EventSelection;
import dev.personalize.data.Interactions;
import dev.personalize.error.TrainingException;
import dev.personalize.insight.ServiceRules;
import java.util.Optional;

/**
 * The least data a solution trains on, counted after the events are selected.
 *
 * @param interactions fewest events
 * @param usersWithTwo fewest users with two or more events
 * @param shareWithTwo least share, 0 to 1, of the users with events that have two or more
 */
public record MinimumData(int interactions, int usersWithTwo, double shareWithTwo) {
    /** Amazon Personalize's rule: 1000 events, 25 users with two or more, and they are 1 % of all. */
    public static final MinimumData SERVICE =
            new MinimumData(ServiceRules.INTERACTIONS, ServiceRules.USERS_WITH_TWO, ServiceRules.SHARE_WITH_TWO);

    /**
     * Small-data mode: one event is enough. Expect little more than popular and similar items. A training on less than {@link #SERVICE}
     * asks for says so in the log and, under {@code warning}, in the details of its {@link Solution#trainings() job}.
     */
    public static final MinimumData NONE = new MinimumData(1, 0, 0);

    /**
     * {@return what of these events is less than asked for, a clause with the rule and the number found; empty if they are enough}
     */
    Optional<String> shortOf(Interactions events, EventSelection selection) {
        int withEvents = 0;
        int withTwo = 0;
        for (int user = 0; user < events.users(); user++) {
            int count = events.end(user) - events.begin(user);
            withEvents += count > 0 ? 1 : 0;
            withTwo += count > 1 ? 1 : 0;
        }
        if (events.size() < interactions) {
            return tooFew("fewer than " + interactions + " interactions after selecting " + selection, events.size());
        }
        if (withTwo < usersWithTwo) {
            return tooFew("fewer than " + usersWithTwo + " users with two or more of " + selection, withTwo);
        }
        if (withTwo < shareWithTwo * withEvents) {
            return tooFew(
                    "fewer than " + 100 * shareWithTwo + " % of its " + withEvents + " users with two or more of "
                            + selection,
                    withTwo);
        }
        return Optional.empty();
    }

    private static Optional<String> tooFew(String rule, int found) {
        return Optional.of(rule + " (" + found + ")");
    }

    void check(Interactions events, EventSelection selection) {
        shortOf(events, selection).ifPresent(rule -> {
            throw new TrainingException(
                    "the dataset group has " + rule
                            + ": import more, select other events, or lower SolutionConfig.minimumData (MinimumData.NONE trains on anything)");
        });
    }
}
