package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterTrace;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.serving.Answer;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.internal.serving.Ranked;
import dev.personalize.recipe.RecipeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from one solution version. Made by {@link DatasetGroup}; safe for any number of threads. A request sees
 * one version from beginning to end, whatever {@link #update} does meanwhile, and every event put before it began.
 */
public final class Campaign {
    private static final String POPULAR = "Popular item";

    private final String path;
    private final Group group;
    private final Askers askers;
    private final ReentrantLock updating = new ReentrantLock();
    private volatile Serving serving;
    private volatile boolean deleted;

    private record Serving(CampaignManifest manifest, SolutionVersion version, Deployment deployment) {}

    Campaign(CampaignManifest manifest, String path, SolutionVersion version, Group group) {
        this.path = path;
        this.group = group;
        this.askers = new Askers(group);
        this.serving = new Serving(manifest, version, version.deployment());
    }

    /** {@return the name} */
    public String name() {
        return serving.manifest().name();
    }

    /** {@return the version it answers from} */
    public SolutionVersion version() {
        return serving.version();
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(serving.manifest().created());
    }

    /** {@return when it last changed its version, or was created} */
    public Instant updated() {
        return Instant.parse(serving.manifest().updated());
    }

    /** Answers from another version of the group from now on; requests under way finish on the old one. */
    public void update(SolutionVersion version) {
        version.requireGroup(group);
        Deployment deployment = version.deployment();
        updating.lock();
        try {
            update(version, deployment);
        } finally {
            updating.unlock();
        }
    }

    private void update(SolutionVersion version, Deployment deployment) {
        CampaignManifest manifest = new CampaignManifest(
                name(),
                version.solution(),
                version.number(),
                serving.manifest().created(),
                group.engine().now());
        group.engine().catalog().write(path, manifest);
        serving = new Serving(manifest, version, deployment);
    }

    /**
     * Recommends items. A user or item nothing is known about gets popular items, never an error. There are as many items as asked
     * for whenever so many are allowed; otherwise {@link Recommendations#shortfall} says why not.
     *
     * @throws InvalidInputException if the recipe needs a user or an item and the request names none, or if a filter's parameter is
     *     missing, unknown or malformed
     * @throws ResourceNotFoundException if the group has no such filter
     */
    public Recommendations recommend(RecommendationRequest request) {
        return timed("recommend", now -> {
            Ask ask = ask(request, now);
            Answer answer = now.deployment().recommend(ask);
            if (answer.counts().filtered() == 0 && answer.counts().standing() > 0 && request.filter() != null) {
                tellThatNothingPassed(request.filter());
            }
            boolean scored = request.scores() || now.deployment().type() == RecipeType.USER_PERSONALIZATION;
            return answer(answer, scored, request.metadataColumns(), shortfall(answer, request.numResults()));
        });
    }

    /**
     * {@return what the filter of a request does to the candidates, condition by condition, and why an item is missing; the
     * candidates are those that deletions, {@link RecommendationRequest#consumed} and the standing filter leave}
     *
     * @throws InvalidInputException if the request has no filter, and as {@link #recommend}
     */
    public FilterTrace trace(RecommendationRequest request) {
        if (request.filter() == null) {
            throw new InvalidInputException("there is nothing to trace: the request names no filter");
        }
        Serving now = open();
        return now.deployment().trace(ask(request, now));
    }

    private Ask ask(RecommendationRequest request, Serving now) {
        RecipeType type = now.deployment().type();
        request.check(type);
        Asker asker = askers.asker(request.userId(), request.history(), request.context());
        return Ask.by(asker, request.numResults())
                .itemId(type == RecipeType.RELATED_ITEMS ? request.itemId() : null)
                .consumed(Askers.rule(request.consumed(), asker.now()))
                .deleted(now.version().deletedItems())
                .standing(group.filters().standing(asker.now()))
                .filter(group.filters().use(request.filter(), request.filterValues()))
                .build();
    }

    /**
     * Puts the given items in order for a user: scored ones first, then known ones by popularity, then unknown ones in the
     * order given. Scores are a softmax over the scored items. Items that a filter drops are left out.
     *
     * @throws InvalidInputException if a filter's parameter is missing, unknown or malformed
     * @throws ResourceNotFoundException if the group has no such filter
     */
    public Recommendations rank(RankingRequest request) {
        return timed("rank", now -> {
            Asker asker = askers.asker(request.userId(), request.history(), request.context());
            Ask ask = Ask.by(asker, request.itemIds().size())
                    .deleted(now.version().deletedItems())
                    .standing(group.filters().standing(asker.now()))
                    .filter(group.filters().use(request.filter(), request.filterValues()))
                    .build();
            Answer answer = now.deployment().rank(ask, request.itemIds());
            boolean dropped = answer.places().size() < request.itemIds().size();
            return answer(answer, true, request.metadataColumns(), dropped ? Shortfall.FILTER : null);
        });
    }

    private static @Nullable Shortfall shortfall(Answer answer, int wanted) {
        Answer.Counts counts = answer.counts();
        if (answer.places().size() >= wanted) {
            return null;
        }
        if (counts.present() < wanted) {
            return Shortfall.CATALOGUE;
        }
        if (counts.consumed() < wanted) {
            return Shortfall.CONSUMED;
        }
        if (counts.standing() < wanted) {
            return Shortfall.STANDING_FILTER;
        }
        return counts.filtered() < wanted ? Shortfall.FILTER : Shortfall.CATEGORY_CAP;
    }

    private Recommendations timed(String operation, Function<Serving, Answered> request) {
        long start = System.nanoTime();
        try {
            Answered answered = request.apply(open());
            tell(operation, start, answered.answer(), null);
            return answered.recommendations();
        } catch (RuntimeException e) {
            tell(operation, start, null, e);
            throw e;
        }
    }

    private record Answered(Answer answer, Recommendations recommendations) {}

    private void tell(String operation, long start, @Nullable Answer answer, @Nullable RuntimeException failure) {
        group.engine().listening().tell(listener -> {
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            int results = answer == null ? 0 : answer.places().size();
            int candidates = answer == null ? 0 : answer.counts().filtered();
            listener.requestAnswered(new OperationListener.AnsweredRequest(
                    group.name(), name(), operation, results, candidates, time, failure));
        });
    }

    private void tellThatNothingPassed(String filter) {
        group.engine().listening().tell(listener -> listener.filterMatchedNothing(group.name(), name(), filter));
    }

    private Answered answer(
            Answer answer, boolean scored, List<String> metadataColumns, @Nullable Shortfall shortfall) {
        List<RecommendedItem> items = items(answer.places(), scored, metadataColumns);
        Recommendations recommendations = new Recommendations(recommendationId(), items, shortfall);
        group.shown()
                .remember(
                        recommendations.recommendationId(),
                        answer.places().stream().map(Ranked::itemId).toList());
        return new Answered(answer, recommendations);
    }

    private Serving open() {
        if (deleted) {
            throw new ResourceNotFoundException("campaign '" + name() + "' was deleted: create another one");
        }
        return serving;
    }

    void delete() {
        group.engine().storage().delete(path);
        deleted = true;
    }

    private List<RecommendedItem> items(List<Ranked> ranked, boolean scored, List<String> metadataColumns) {
        List<RecommendedItem> items = new ArrayList<>(ranked.size());
        for (Ranked place : ranked) {
            Map<String, String> metadata =
                    metadataColumns.isEmpty() ? Map.of() : group.itemMetadata(place.itemId(), metadataColumns);
            items.add(new RecommendedItem(
                    place.itemId(),
                    scored ? place.score() : null,
                    place.popular() ? List.of(POPULAR) : List.of(),
                    metadata));
        }
        return items;
    }

    private static String recommendationId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "RID-" + new UUID(random.nextLong(), random.nextLong());
    }
}
