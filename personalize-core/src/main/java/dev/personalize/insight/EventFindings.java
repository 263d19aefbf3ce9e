package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import dev.personalize.insight.EventProfile.BusyUser;
import dev.personalize.insight.EventProfile.NewestPart;
import dev.personalize.insight.Timeline.Gap;
import dev.personalize.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is strange about events: types, times, users; and what would make offline metrics better or worse than the truth. */
final class EventFindings {
    private static final double MANY_TOGETHER = 0.1;
    private static final double MANY_NEW = 0.05;
    private static final double MANY_REPEATS = 0.5;
    private static final Duration LONG_GAP = Duration.ofDays(7);
    private static final double LONG_SHARE = 0.02;

    private EventFindings() {}

    static List<Finding> of(Counts counts, EventProfile events, @Nullable Schema schema) {
        List<Finding> findings = new ArrayList<>();
        types(events, schema, findings);
        times(counts, events, findings);
        gaps(events, findings);
        events.newestPart().ifPresent(part -> newestPart(part, findings));
        busyUsers(events, findings);
        if (counts.repeats() > MANY_REPEATS) {
            findings.add(
                    new Finding(
                            Severity.ADVICE,
                            "repetition",
                            percent(counts.repeats()) + " of the events are of a user with an item he had before.",
                            "Decide by type and age whether such items may be recommended again: RecommendationRequest.consumed(…)."));
        }
        return findings;
    }

    private static void types(EventProfile events, @Nullable Schema schema, List<Finding> findings) {
        List<String> columns = schema == null ? List.of() : ServiceRules.columnsCountedWithTypes(schema);
        if (columns.size() + events.types().size() > ServiceRules.EVENT_TYPES) {
            findings.add(new Finding(
                    Severity.BLOCKING,
                    "many event types",
                    events.types().size() + " event types and the columns " + columns + " are together more than "
                            + ServiceRules.EVENT_TYPES + ".",
                    "Use fewer event types, or raise SolutionConfig.eventTypeLimit."));
        }
    }

    private static void times(Counts counts, EventProfile events, List<Finding> findings) {
        if (counts.events() > 1 && events.oldest().equals(events.newest())) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "one time for all",
                    "All events have the same time, "
                            + events.oldest().map(Instant::toString).orElse("") + ".",
                    "Import the times at which events happened: order, trends, recency and splits by time need them, and segments of users"
                            + " cannot be trained in the service."));
            return;
        }
        if (events.sameSecond() > MANY_TOGETHER * counts.events()) {
            findings.add(
                    new Finding(
                            Severity.WARNING,
                            "events of one second",
                            percent(events.sameSecond(), counts.events())
                                    + " of the events share user and second with another" + resolution(events) + ".",
                            "Their order is that of the file. A split inside such a group shows a model half a basket and asks for the other half:"
                                    + " metrics look too good. Import finer times if there are any, and trust a split by time more."));
        }
    }

    private static String resolution(EventProfile events) {
        return switch ((int) events.resolution().toSeconds()) {
            case 86_400 -> "; all times are whole days";
            case 3600 -> "; all times are whole hours";
            case 60 -> "; all times are whole minutes";
            default -> "";
        };
    }

    private static void gaps(EventProfile events, List<Finding> findings) {
        List<Gap> gaps = events.timeline().gaps();
        if (gaps.isEmpty()) {
            return;
        }
        Gap longest = gaps.get(0);
        Duration span = events.timeline().width().multipliedBy(events.timeline().size());
        if (longest.length().compareTo(LONG_GAP) >= 0
                && longest.length().toSeconds() >= LONG_SHARE * span.toSeconds()) {
            findings.add(
                    new Finding(
                            Severity.WARNING,
                            "gap in time",
                            "No event from " + day(longest.begin()) + " to "
                                    + day(longest.end().minusSeconds(1)) + ", "
                                    + longest.length().toDays() + " days; " + gaps.size()
                                    + (gaps.size() == 1 ? " gap" : " gaps") + " in all.",
                            "If people were there and recording was not, bring the events; if not, look at trends and recency with care."));
        }
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static void newestPart(NewestPart part, List<Finding> findings) {
        String since = " since " + day(part.begin()) + ", the newest tenth";
        if (part.newItemShare() >= MANY_NEW) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "items only in the newest part",
                    percent(part.newItemShare()) + " of the events" + since + ", are of " + number(part.newItems())
                            + " items without an earlier event.",
                    "A model of older events cannot know them, and a split by user lets it see them too early: expect less of a split by time."
                            + " Give items metadata and CREATION_TIMESTAMP, train often, let a campaign explore."));
        }
        if (part.newUserShare() >= MANY_REPEATS) {
            findings.add(new Finding(
                    Severity.ADVICE,
                    "users only in the newest part",
                    percent(part.newUserShare()) + " of the events" + since + ", are of " + number(part.newUsers())
                            + " users without an earlier event.",
                    "Most who ask are strangers: metadata of users, context and recipes for sessions matter most."));
        }
    }

    private static void busyUsers(EventProfile events, List<Finding> findings) {
        if (events.busyUserCount() == 0) {
            return;
        }
        BusyUser most = events.busyUsers().get(0);
        findings.add(
                new Finding(
                        Severity.WARNING,
                        "busy users",
                        number(events.busyUserCount()) + (events.busyUserCount() == 1 ? " user has" : " users have")
                                + " implausibly many events; '" + most.userId() + "' has " + number(most.events())
                                + ", "
                                + percent(most.share()) + " of all, up to " + number(most.busiestDay())
                                + " in one day.",
                        "Look whether they are robots, tests or one id for many people, and delete them: DatasetGroup.deleteData()."));
    }
}
