package dev.personalize;

import dev.personalize.ingest.LiveHistories;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.internal.ranking.PromotionPlan;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.ConsumedRule;
import dev.personalize.internal.serving.FilterUse;
import dev.personalize.internal.serving.PromotionUse;
import dev.personalize.internal.serving.SearchScores;
import dev.personalize.recipe.RecipeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns requests into what a deployment is asked: names are looked up, and what is known of the user is added. Immutable. */
final class Asking {
    private final Group group;

    Asking(Group group) {
        this.group = group;
    }

    /**
     * {@return what a request for recommendations asks}
     *
     * @param deleted items that are not there any more
     * @param seed what decides where chance would
     */
    Ask ask(RecommendationRequest request, RecipeType type, CampaignConfig config, Set<String> deleted, long seed) {
        Asker asker = asker(request.userId(), request.history(), request.context());
        return Ask.by(asker, request.numResults())
                .itemId(type == RecipeType.RELATED_ITEMS ? request.itemId() : null)
                .consumed(rule(request.consumed(), asker.now()))
                .negative(config.negativeRule())
                .deleted(deleted)
                .standing(group.filters().standing(asker.now()))
                .filter(group.filters().use(request.filter(), request.filterValues()))
                .promotions(request.promotions().stream().map(this::use).toList())
                .diversity(request.diversity())
                .categoryCaps(request.categoryCaps())
                .exploration(config.explorationWeight())
                .seed(seed)
                .explained(request.explanations())
                .scored(request.scores() || type == RecipeType.USER_PERSONALIZATION)
                .build();
    }

    /** {@return what a request to rank asks; the parameters are those of the other method} */
    Ask ask(RankingRequest request, Set<String> deleted) {
        Asker asker = asker(request.userId(), request.history(), request.context());
        return Ask.by(asker, request.itemIds().size())
                .deleted(deleted)
                .standing(group.filters().standing(asker.now()))
                .filter(group.filters().use(request.filter(), request.filterValues()))
                .search(search(request))
                .explained(request.explanations())
                .build();
    }

    private static @Nullable SearchScores search(RankingRequest request) {
        if (request.relevance().isEmpty()) {
            return null;
        }
        Map<String, Float> scores = new HashMap<>();
        request.relevance().forEach((itemId, score) -> scores.put(itemId, score.floatValue()));
        return new SearchScores(scores, request.personalWeight());
    }

    private PromotionUse use(Promotion promotion) {
        FilterUse filter = Objects.requireNonNull(group.filters().use(promotion.filter(), promotion.filterValues()));
        PromotionPlan.Share share = promotion.slots().isEmpty()
                ? PromotionPlan.Share.ofPercent(promotion.percent())
                : PromotionPlan.Share.ofSlots(
                        promotion.slots().stream().mapToInt(slot -> slot - 1).toArray());
        return new PromotionUse(promotion.name(), filter, share);
    }

    /** {@return who asks, with all events put before this call} */
    private Asker asker(@Nullable String userId, List<Event> ofTheRequest, Map<String, String> context) {
        Instant now = group.engine().clock().instant();
        LiveHistories histories =
                group.data().histories(); // loaded for everybody: campaigns that go on learning follow them
        History history = userId == null ? LiveHistories.NOTHING : histories.history(userId);
        if (!ofTheRequest.isEmpty()) {
            history = history.with(
                    history(ofTheRequest, now), group.engine().limits().liveEvents());
        }
        return new Asker(userId, history, () -> group.userAttributes(userId), context, now);
    }

    private static History history(List<Event> events, Instant now) {
        List<Event> ordered = events.stream()
                .filter(event -> event.itemId().isPresent())
                .sorted(Comparator.comparing(event -> event.sentAt().orElse(now)))
                .toList();
        int size = ordered.size();
        String[] itemIds = new String[size];
        @Nullable String[] types = new String[size];
        float[] values = new float[size];
        long[] timestamps = new long[size];
        for (int i = 0; i < size; i++) {
            Event event = ordered.get(i);
            itemIds[i] = event.itemId().orElseThrow();
            types[i] = event.type();
            values[i] = event.value().orElse(Float.NaN);
            timestamps[i] = event.sentAt().orElse(now).getEpochSecond();
        }
        return new History(itemIds, types, values, timestamps);
    }

    /** {@return the rule for a request of this moment} */
    static ConsumedRule rule(Consumed consumed, Instant now) {
        Duration within = consumed.within();
        long since = within == null ? Long.MIN_VALUE : now.minus(within).getEpochSecond();
        return switch (consumed.mode()) {
            case ALLOW -> ConsumedRule.ALLOW;
            case EXCLUDE -> ConsumedRule.exclude(consumed.eventTypes(), since);
            case ONLY -> ConsumedRule.only(consumed.eventTypes(), since);
        };
    }
}
