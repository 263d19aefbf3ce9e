package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.internal.serving.Ranked;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from one solution version. Made by {@link DatasetGroup}; safe for any number of threads. A request sees
 * one version from beginning to end, whatever {@link #update} does meanwhile, and every event put before it began.
 */
public final class Campaign {
    private static final String POPULAR = "Popular item";

    private final String path;
    private final GroupData data;
    private final Engine engine;
    private volatile Serving serving;

    private record Serving(CampaignManifest manifest, SolutionVersion version, Deployment deployment) {}

    Campaign(CampaignManifest manifest, String path, SolutionVersion version, GroupData data, Engine engine) {
        this.path = path;
        this.data = data;
        this.engine = engine;
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

    /** Answers from another version of the group from now on; requests under way finish on the old one. */
    public synchronized void update(SolutionVersion version) {
        version.requireGroup(data);
        Deployment deployment = version.deployment();
        CampaignManifest manifest = new CampaignManifest(
                name(), version.solution(), version.number(), serving.manifest().created(), engine.now());
        engine.catalog().write(path, manifest);
        serving = new Serving(manifest, version, deployment);
    }

    /**
     * Recommends items. A user or item nothing is known about gets popular items, never an error.
     *
     * @throws InvalidInputException if the recipe needs a user or an item and the request names none
     */
    public Recommendations recommend(RecommendationRequest request) {
        Deployment deployment = serving.deployment();
        request.check(deployment.type());
        String itemId = deployment.type() == RecipeType.RELATED_ITEMS ? request.itemId() : null;
        List<Ranked> ranked =
                deployment.recommend(history(request.userId()), itemId, request.numResults(), request.excludeSeen());
        return new Recommendations(recommendationId(), items(ranked, request.metadataColumns()));
    }

    /**
     * Puts the given items in order for a user: scored ones first, then known ones by popularity, then unknown ones in the
     * order given. Scores are a softmax over the scored items.
     */
    public Recommendations rank(RankingRequest request) {
        List<Ranked> ranked = serving.deployment().rank(history(request.userId()), request.itemIds());
        return new Recommendations(recommendationId(), items(ranked, request.metadataColumns()));
    }

    private LiveHistories.History history(@Nullable String userId) {
        return userId == null ? LiveHistories.NOTHING : data.histories().history(userId);
    }

    private List<RecommendedItem> items(List<Ranked> ranked, List<String> metadataColumns) {
        List<RecommendedItem> items = new ArrayList<>(ranked.size());
        for (Ranked place : ranked) {
            Map<String, String> metadata =
                    metadataColumns.isEmpty() ? Map.of() : data.itemMetadata(place.itemId(), metadataColumns);
            items.add(new RecommendedItem(
                    place.itemId(), place.score(), place.popular() ? List.of(POPULAR) : List.of(), metadata));
        }
        return items;
    }

    private static String recommendationId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "RID-" + new UUID(random.nextLong(), random.nextLong());
    }
}
