package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import java.util.ArrayList;
import java.util.List;

/** Whether there is enough to learn from. */
final class VolumeFindings {
    private static final double MANY_COLD = 0.5;
    private static final String SMALL = "Bring more, or train in small-data mode, "
            + "SolutionConfig.minimumData(MinimumData.NONE): popular items, similar items and metadata carry the answers then, and metrics"
            + " mean little.";

    private VolumeFindings() {}

    static List<Finding> of(Counts counts) {
        List<Finding> findings = new ArrayList<>();
        events(counts, findings);
        users(counts, findings);
        cold(counts, findings);
        return findings;
    }

    private static void events(Counts counts, List<Finding> findings) {
        String seen = number(counts.events()) + " events, ";
        if (counts.events() < ServiceRules.INTERACTIONS) {
            findings.add(new Finding(
                    Severity.BLOCKING,
                    "few events",
                    seen + "the rule asks for " + number(ServiceRules.INTERACTIONS) + ".",
                    SMALL));
        } else if (counts.events() < ServiceRules.RECOMMENDED_INTERACTIONS) {
            findings.add(new Finding(
                    Severity.ADVICE,
                    "few events",
                    seen + number(ServiceRules.RECOMMENDED_INTERACTIONS) + " are recommended.",
                    "Compare every version with popularity; retrain as events come."));
        }
    }

    private static void users(Counts counts, List<Finding> findings) {
        String seen = number(counts.usersWithTwo()) + " users have two or more events, ";
        if (counts.usersWithTwo() < ServiceRules.USERS_WITH_TWO) {
            findings.add(new Finding(
                    Severity.BLOCKING,
                    "few users",
                    seen + "the rule asks for " + number(ServiceRules.USERS_WITH_TWO) + ".",
                    SMALL));
        } else if (counts.usersWithTwo() < ServiceRules.SHARE_WITH_TWO * counts.usersWithEvents()) {
            findings.add(
                    new Finding(
                            Severity.BLOCKING,
                            "few users",
                            seen + percent(counts.usersWithTwo(), counts.usersWithEvents())
                                    + " of all with events; the rule asks for " + percent(ServiceRules.SHARE_WITH_TWO)
                                    + ".",
                            "Look whether USER_ID is one id per person, and not one per visit; sessions are merged when the user logs in."));
        } else if (counts.usersWithTwo() < ServiceRules.RECOMMENDED_USERS_WITH_TWO) {
            findings.add(new Finding(
                    Severity.ADVICE,
                    "few users",
                    seen + number(ServiceRules.RECOMMENDED_USERS_WITH_TWO) + " are recommended.",
                    "Compare every version with popularity; retrain as users come."));
        }
    }

    private static void cold(Counts counts, List<Finding> findings) {
        if (counts.coldItems() > 0) {
            findings.add(
                    new Finding(
                            counts.coldItems() < MANY_COLD ? Severity.ADVICE : Severity.WARNING,
                            "items without events",
                            percent(counts.coldItems()) + " of " + number(counts.items()) + " items have no event.",
                            "Only their metadata speaks for them: fill it in, let a campaign explore, or take items out that are not sold."));
        }
        if (counts.coldUsers() > 0) {
            findings.add(new Finding(
                    counts.coldUsers() < MANY_COLD ? Severity.ADVICE : Severity.WARNING,
                    "users without events",
                    percent(counts.coldUsers()) + " of " + number(counts.users()) + " users have no event.",
                    "They get what their metadata lets one expect, or popular items, until their first event."));
        }
    }
}
