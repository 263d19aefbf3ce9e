package dev.personalize;

import dev.personalize.data.EventSelection;
import dev.personalize.data.Interactions;
import dev.personalize.error.TrainingException;

/**
 * The least data a solution trains on, counted after the events are selected.
 *
 * @param interactions fewest events
 * @param usersWithTwo fewest users with two or more events
 * @param shareWithTwo least share, 0 to 1, of the users with events that have two or more
 */
public record MinimumData(int interactions, int usersWithTwo, double shareWithTwo) {
    /** Amazon Personalize's rule: 1000 events, 25 users with two or more, and they are 1 % of all. */
    public static final MinimumData SERVICE = new MinimumData(1000, 25, 0.01);

    /** One event is enough: for tests and first steps. Expect little more than popular items. */
    public static final MinimumData NONE = new MinimumData(1, 0, 0);

    void check(Interactions events, EventSelection selection) {
        int withEvents = 0;
        int withTwo = 0;
        for (int user = 0; user < events.users(); user++) {
            int count = events.end(user) - events.begin(user);
            withEvents += count > 0 ? 1 : 0;
            withTwo += count > 1 ? 1 : 0;
        }
        if (events.size() < interactions) {
            throw tooFew("fewer than " + interactions + " interactions after selecting " + selection, events.size());
        }
        if (withTwo < usersWithTwo) {
            throw tooFew("fewer than " + usersWithTwo + " users with two or more of " + selection, withTwo);
        }
        if (withTwo < shareWithTwo * withEvents) {
            throw tooFew(
                    "fewer than " + 100 * shareWithTwo + " % of its " + withEvents + " users with two or more of "
                            + selection,
                    withTwo);
        }
    }

    private static TrainingException tooFew(String rule, int found) {
        return new TrainingException("the dataset group has " + rule + " (" + found
                + "): import more, select other events, or lower SolutionConfig.minimumData");
    }
}
