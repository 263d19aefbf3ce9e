package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterTrace;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.serving.Answer;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.recipe.RecipeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from one solution version. Made by {@link DatasetGroup}; safe for any number of threads. A request sees
 * one version from beginning to end, whatever {@link #update} does meanwhile, and every event put before it began.
 */
public final class Campaign {
    private static final Logger LOG = LoggerFactory.getLogger(Campaign.class);

    private final String path;
    private final Group group;
    private final Asking asking;
    private final Answering answering;
    private final ReentrantLock updating = new ReentrantLock();
    private final AtomicLong requests = new AtomicLong();
    private final Function<String, Solution> solutions;
    private volatile Serving serving;
    private volatile @Nullable CampaignUpdate underWay;
    private volatile boolean deleted;

    private record Serving(
            CampaignManifest manifest,
            CampaignConfig config,
            SolutionVersion version,
            Deployment deployment,
            ItemRefresh refresh) {}

    /** @param solutions finds solutions of the group by name */
    Campaign(
            CampaignManifest manifest,
            String path,
            SolutionVersion version,
            Group group,
            Function<String, Solution> solutions) {
        this.solutions = solutions;
        this.path = path;
        this.group = group;
        this.asking = new Asking(group);
        this.answering = new Answering(group);
        this.serving = serving(manifest, version);
    }

    private Serving serving(CampaignManifest manifest, SolutionVersion version) {
        CampaignConfig config = CampaignConfig.of(manifest.settings());
        Deployment deployment = goesOnLearning(version)
                ? version.deployment().live(group.engine().clock())
                : version.deployment().copy();
        deployment.requireInfluenced(config.influence(), version.recipe());
        deployment.follower().ifPresent(group.data()::follow);
        deployment.catalogue().learnItems();
        return new Serving(manifest, config, version, deployment, new ItemRefresh(deployment, config, version, group));
    }

    private boolean goesOnLearning(SolutionVersion version) {
        return !version.isOfItemsAlone()
                || solutions.apply(version.solution()).config().performIncrementalUpdate();
    }

    /** {@return the name} */
    public String name() {
        return serving.manifest().name();
    }

    /** {@return the version it answers from} */
    public SolutionVersion version() {
        return serving.version();
    }

    /** {@return how it answers} */
    public CampaignConfig config() {
        return serving.config();
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(serving.manifest().created());
    }

    /** {@return when it last changed its version or configuration, or was created} */
    public Instant updated() {
        return Instant.parse(serving.manifest().updated());
    }

    /** {@return its tags} */
    public Tags tags() {
        return new Tags(group.engine(), "campaign '" + name() + "'", path, () -> !deleted);
    }

    /**
     * {@return the last change of version or configuration, which may still be under way; empty if there was none since the creation}
     */
    public Optional<CampaignUpdate> latestUpdate() {
        CampaignUpdate now = underWay;
        return now != null
                ? Optional.of(now)
                : Optional.ofNullable(serving.manifest().latestUpdate()).map(CampaignUpdate::of);
    }

    /**
     * Answers from another version of the group from now on; requests under way finish on the old one.
     *
     * @throws InvalidInputException if the campaign follows the newest version of its solution, and this is another
     */
    public void update(SolutionVersion version) {
        version.requireGroup(group);
        version.requireItemAnswers("a campaign");
        requireNewest(config(), version);
        update(version, null);
    }

    /** Answers in another way from now on; requests under way finish in the old one. */
    public void update(CampaignConfig config) {
        update(
                config.syncWithLatestSolutionVersion()
                        ? solutions.apply(version().solution()).latestVersion().orElse(null)
                        : null,
                config);
    }

    /** Changes to a version of its solution if it is to, and if that is newer; what goes wrong is written down, and no more. */
    void follow(SolutionVersion version) {
        updating.lock();
        try {
            boolean newer = version.solution().equals(version().solution())
                    && version.number() > version().number();
            if (config().syncWithLatestSolutionVersion() && newer && !deleted) {
                update(version, null);
            }
        } catch (RuntimeException e) {
            LOG.warn("campaign {} cannot answer from version {}, and goes on as before", name(), version.number(), e);
        } finally {
            updating.unlock();
        }
    }

    /** Refuses to answer from an older version where the newest is asked for. */
    static void requireNewest(CampaignConfig config, SolutionVersion version) {
        if (config.syncWithLatestSolutionVersion() && !version.isNewest()) {
            throw new InvalidInputException(
                    "a campaign with syncWithLatestSolutionVersion answers from the newest version of solution '"
                            + version.solution() + "', and " + version.number()
                            + " is an older one: name the newest, or switch syncWithLatestSolutionVersion off");
        }
    }

    private void update(@Nullable SolutionVersion newVersion, @Nullable CampaignConfig newConfig) {
        updating.lock();
        try {
            Serving before = open();
            SolutionVersion version = newVersion == null ? before.version() : newVersion;
            String asked = group.engine().now();
            underWay = new CampaignUpdate(
                    version.number(),
                    Status.CREATE_IN_PROGRESS,
                    Optional.empty(),
                    Instant.parse(asked),
                    Instant.parse(asked));
            try {
                deploy(before, version, newConfig, asked);
            } catch (RuntimeException e) {
                recordFailure(before, version, asked, e);
                throw e;
            } finally {
                underWay = null;
            }
        } finally {
            updating.unlock();
        }
    }

    private void deploy(Serving before, SolutionVersion version, @Nullable CampaignConfig newConfig, String asked) {
        String now = group.engine().now();
        CampaignManifest manifest = new CampaignManifest(
                name(),
                version.solution(),
                version.number(),
                before.manifest().created(),
                now,
                newConfig == null ? before.manifest().settings() : newConfig.settings(),
                new CampaignManifest.Update(version.number(), Status.ACTIVE.name(), null, asked, now));
        Serving next = serving(manifest, version);
        Serving left = next;
        try {
            if (next.config().explorationWeight() > 0) {
                next.refresh().now();
            }
            group.engine().catalog().write(path, manifest);
            serving = next;
            left = before;
        } finally {
            stopLearning(left);
        }
    }

    private void recordFailure(Serving before, SolutionVersion version, String asked, RuntimeException failure) {
        CampaignManifest failed = before.manifest()
                .withFailed(new CampaignManifest.Update(
                        version.number(),
                        Status.CREATE_FAILED.name(),
                        String.valueOf(failure.getMessage()),
                        asked,
                        group.engine().now()));
        serving = new Serving(failed, before.config(), before.version(), before.deployment(), before.refresh());
        try {
            group.engine().catalog().write(path, failed);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void stopLearning(Serving ended) {
        ended.deployment().follower().ifPresent(group.data()::unfollow);
    }

    /**
     * Lets items that were put since the training be recommended, by exploration or for want of others, and counts anew how often each
     * item was used and shown. A campaign that explores does so by itself, see {@link CampaignConfig.Builder#automaticUpdate}.
     * Reads all interactions; requests go on meanwhile.
     */
    public void refreshItems() {
        open().refresh().now();
    }

    /** {@return whether its items were refreshed, because it was time and something has come} */
    boolean refreshItemsIfDue() {
        return open().refresh().nowIfDue();
    }

    /**
     * Recommends items. A user or item nothing is known about gets popular items, never an error. There are as many items as asked
     * for whenever so many are allowed; otherwise {@link Recommendations#shortfall} says why not.
     *
     * @throws InvalidInputException if the recipe only ranks given items, or needs a user or an item and the request names none, or if a filter's parameter is
     *     missing, unknown or malformed
     * @throws ResourceNotFoundException if the group has no such filter
     */
    public Recommendations recommend(RecommendationRequest request) {
        return timed("recommend", now -> {
            now.refresh().ifDue();
            Answer answer = now.deployment().recommend(ask(request, now));
            if (request.filter() != null
                    && answer.counts().filtered() == 0
                    && answer.counts().standing() > 0) {
                tellThatNothingPassed(request.filter());
            }
            return new Answered(
                    answer, answering.of(answer, request.numResults(), now.version(), request.metadataColumns()));
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
        return asking.ask(request, type, now.config(), now.version().deletedItems(), seed(now.config()));
    }

    private long seed(CampaignConfig config) {
        Long seed = config.seed();
        return seed == null ? ThreadLocalRandom.current().nextLong() : seed + requests.getAndIncrement();
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
            now.refresh().ifDue();
            Answer answer =
                    now.deployment().rank(asking.ask(request, now.version().deletedItems()), request.itemIds());
            return new Answered(
                    answer, answering.of(answer, request.itemIds().size(), now.version(), request.metadataColumns()));
        });
    }

    private record Answered(Answer answer, Recommendations recommendations) {}

    private Recommendations timed(String operation, Function<Serving, Answered> request) {
        long start = System.nanoTime();
        try {
            Answered answered = request.apply(open());
            tell(operation, start, answered, null);
            return answered.recommendations();
        } catch (RuntimeException e) {
            tell(operation, start, null, e);
            throw e;
        }
    }

    private void tell(String operation, long start, @Nullable Answered answered, @Nullable RuntimeException failure) {
        group.engine().listening().tell(listener -> {
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            int candidates = answered == null ? 0 : answered.answer().counts().filtered();
            listener.requestAnswered(new OperationListener.AnsweredRequest(
                    group.name(),
                    name(),
                    operation,
                    answered == null ? null : answered.recommendations(),
                    candidates,
                    time,
                    failure));
        });
    }

    private void tellThatNothingPassed(String filter) {
        group.engine().listening().tell(listener -> listener.filterMatchedNothing(group.name(), name(), filter));
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
        stopLearning(serving);
    }
}
