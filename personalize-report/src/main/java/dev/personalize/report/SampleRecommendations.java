package dev.personalize.report;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Explanation;
import dev.personalize.Reason;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.report.Table.Cell;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a campaign recommends to some users, and why. */
final class SampleRecommendations {
    private static final int ITEMS = 10;
    private static final int LAST_ITEMS = 5;
    private static final int REASONS = 3;

    private final Campaign campaign;
    private final Snapshot data;
    private final int nameColumn;

    SampleRecommendations(DatasetGroup group, Campaign campaign, String nameColumn) {
        this.campaign = campaign;
        this.data = group.snapshot();
        this.nameColumn = data.itemAttributes().column(nameColumn);
        if (this.nameColumn < 0) {
            throw new InvalidInputException(
                    "the items dataset has no column '" + nameColumn + "' with names of items; its columns are "
                            + data.itemAttributes().fields().stream()
                                    .map(field -> field.name())
                                    .toList());
        }
    }

    Section of(List<String> userIds) {
        Section.Builder section = Section.builder("Recommendations of " + campaign.name());
        userIds.forEach(userId -> user(userId, section));
        return section.build();
    }

    private void user(String userId, Section.Builder section) {
        Table.Builder table = Table.builder("For user " + userId + history(userId), "place", "item", "why");
        int place = 1;
        for (RecommendedItem item : campaign.recommend(RecommendationRequest.builder()
                        .userId(userId)
                        .numResults(ITEMS)
                        .explanations(true)
                        .build())
                .items()) {
            table.row(Cell.count(place++), Cell.of(named(item.itemId())), Cell.of(why(item)));
        }
        section.add(table.build());
    }

    private String history(String userId) {
        int user = data.users().find(userId);
        Set<String> last = new LinkedHashSet<>();
        if (user >= 0) {
            Interactions events = data.interactions();
            for (int p = events.end(user) - 1; p >= events.begin(user) && last.size() < LAST_ITEMS; p--) {
                last.add(named(data.items().id(events.item(p))));
            }
        }
        return last.isEmpty() ? ", who has no history" : ", whose last items are " + String.join("; ", last);
    }

    private String named(String itemId) {
        int item = data.items().find(itemId);
        String name = item < 0 ? null : data.itemAttributes().text(nameColumn, item);
        return name == null ? itemId : name + " (" + itemId + ")";
    }

    private String why(RecommendedItem item) {
        Explanation explanation = item.explanation();
        String reasons = explanation == null
                ? ""
                : explanation.reasons().stream().limit(REASONS).map(this::said).collect(Collectors.joining("; "));
        return reasons.isEmpty() ? String.join("; ", item.reasons()) : reasons;
    }

    private String said(Reason reason) {
        if (reason instanceof Reason.History history) {
            return had(history.eventType()) + " " + named(history.itemId()) + share(history);
        } else if (reason instanceof Reason.Anchor anchor) {
            return "goes with " + named(anchor.itemId()) + share(anchor);
        } else if (reason instanceof Reason.Popularity popularity) {
            return "popular" + share(popularity);
        } else if (reason instanceof Reason.Attribute attribute) {
            return attribute.column() + " " + attribute.text() + share(attribute);
        }
        return reason.toString();
    }

    private static String had(@Nullable String eventType) {
        return eventType == null ? "had" : eventType;
    }

    private static String share(Reason reason) {
        return " " + Numbers.percent(reason.share());
    }
}
