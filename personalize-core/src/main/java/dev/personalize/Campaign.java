package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.serving.Answer;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.internal.serving.Ranked;
import dev.personalize.recipe.RecipeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

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
     * Recommends items. A user or item nothing is known about gets popular items, never an error.
     *
     * @throws InvalidInputException if the recipe needs a user or an item and the request names none
     */
    public Recommendations recommend(RecommendationRequest request) {
        Serving now = open();
        Deployment deployment = now.deployment();
        request.check(deployment.type());
        Asker asker = askers.asker(request.userId(), request.history(), request.context());
        Answer answer = deployment.recommend(new Ask(
                asker,
                deployment.type() == RecipeType.RELATED_ITEMS ? request.itemId() : null,
                request.numResults(),
                Askers.rule(request.consumed(), asker.now()),
                now.version().deletedItems()));
        boolean scored = request.scores() || deployment.type() == RecipeType.USER_PERSONALIZATION;
        return answer(answer.places(), scored, request.metadataColumns());
    }

    /**
     * Puts the given items in order for a user: scored ones first, then known ones by popularity, then unknown ones in the
     * order given. Scores are a softmax over the scored items.
     */
    public Recommendations rank(RankingRequest request) {
        Serving now = open();
        Asker asker = askers.asker(request.userId(), request.history(), request.context());
        Answer answer =
                now.deployment().rank(asker, request.itemIds(), now.version().deletedItems());
        return answer(answer.places(), true, request.metadataColumns());
    }

    private Recommendations answer(List<Ranked> ranked, boolean scored, List<String> metadataColumns) {
        Recommendations answer = new Recommendations(recommendationId(), items(ranked, scored, metadataColumns));
        group.shown()
                .remember(
                        answer.recommendationId(),
                        ranked.stream().map(Ranked::itemId).toList());
        return answer;
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
