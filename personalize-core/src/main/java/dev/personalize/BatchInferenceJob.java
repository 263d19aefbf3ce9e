package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.batch.BatchInput;
import dev.personalize.internal.batch.BatchRun;
import dev.personalize.internal.catalog.Sha256;
import dev.personalize.internal.dataset.ItemActivity;
import dev.personalize.internal.ranking.RankingInfluence;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.BatchLines;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.internal.serving.FilterUse;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.RecipeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A finished batch inference job: one line of JSON in, one line out, in Amazon Personalize's shapes. Immutable.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><th>input</th><th>asks for</th></tr>
 * <tr><td>{@code {"userId": "7"}}</td><td>items for a user</td></tr>
 * <tr><td>{@code {"itemId": "9"}}</td><td>related items</td></tr>
 * <tr><td>{@code {"userId": "7", "itemList": ["1", "2"]}}</td><td>the given items in order</td></tr>
 * </table>
 *
 * An output line repeats its {@code input} and has {@code output.recommendedItems}, where the recipe gives them
 * {@code output.scores}, and {@code error}: null, or why this line has no output. A bad line does not stop the job. Blank lines
 * have no answer.
 */
public final class BatchInferenceJob extends BatchJob {
    private BatchInferenceJob(BatchRun.Outcome outcome) {
        super(outcome);
    }

    /** Configures and runs a job. Made by {@link SolutionVersion#batchInference()}; for one thread. */
    public static final class Builder extends BatchJob.Builder<Builder> {
        private final SolutionVersion version;
        private final Group group;
        private int numResults = 25;
        private Consumed consumed = Consumed.ALLOWED;
        private @Nullable String filter;
        private Map<String, String> filterValues = Map.of();
        private CampaignConfig exploration = CampaignConfig.defaults();
        private RankingInfluence influence = RankingInfluence.NONE;

        Builder(SolutionVersion version, Group group) {
            super(new BatchOptions(version, group, group.inferences(), "batch inference"));
            this.version = version;
            this.group = group;
            version.requireItemAnswers("a batch inference job");
            if (version.deployment().model() instanceof LiveModel live && !live.answersBatches()) {
                throw new InvalidInputException("versions of recipe '" + version.recipe()
                        + "' answer of the present alone, and no batch inference job: ask a campaign");
            }
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets the most items for a line, 1 to 500. Default: 25. */
        public Builder numResults(int numResults) {
            RecommendationRequest.builder().numResults(numResults).build();
            this.numResults = numResults;
            return this;
        }

        /** Sets what becomes of items a user has had. Default: {@link Consumed#ALLOWED}. */
        public Builder consumed(Consumed consumed) {
            this.consumed = consumed;
            return this;
        }

        /**
         * Sets the filter of every line.
         *
         * @param name of a filter of the dataset group
         * @param values texts of its parameters, for lines without {@code filterValues} of their own
         */
        public Builder filter(String name, Map<String, String> values) {
            this.filter = name;
            this.filterValues = Map.copyOf(values);
            return this;
        }

        /**
         * Sets how much every line explores, see {@link CampaignConfig.Builder#explorationWeight} and {@link
         * CampaignConfig.Builder#explorationItemAgeCutOff}. Which items are drawn depends on the seed of the version and the number of
         * the line. Default: not at all.
         */
        public Builder exploration(double weight, double itemAgeCutOff) {
            this.exploration = CampaignConfig.builder()
                    .explorationWeight(weight)
                    .explorationItemAgeCutOff(itemAgeCutOff)
                    .build();
            return this;
        }

        /**
         * Sets how much popular and fresh items gain, see {@link CampaignConfig.Builder#popularityInfluence} and {@link
         * CampaignConfig.Builder#freshnessInfluence}. Default: 0 both.
         *
         * @throws InvalidInputException if one is not in [0, 1], or the recipe of the version knows no influence
         */
        public Builder rankingInfluence(double popularity, double freshness) {
            RankingInfluence wanted = CampaignConfig.builder()
                    .popularityInfluence(popularity)
                    .freshnessInfluence(freshness)
                    .build()
                    .influence();
            version.deployment().requireInfluenced(wanted, version.recipe());
            this.influence = wanted;
            return this;
        }

        /**
         * Runs the job and blocks until it is done. An output file appears when it is complete.
         *
         * <p>A job that was killed or cancelled, or failed, continues where it stopped when it is run again with the same input,
         * output folder, version and settings, on any number of threads; its output has the same bytes as if it had not
         * stopped, as far as the histories of users have not changed since. Until then {@code <input>.out.part} and
         * {@code <location>.checkpoint} lie in the output folder. If any of these changed, or data was deleted from the
         * group, or if other items are admitted, it begins anew.
         *
         * <p>When it begins, the items that came since the training are admitted to the newest version of a solution, if that is a full
         * one and recommends to users or explores, as {@linkplain CampaignConfig.Builder#automaticUpdate automatic updates} do for campaigns;
         * all interactions are read once for that.
         *
         * @throws InvalidInputException if there is no input, or it lies in the output folder
         * @throws LimitExceededException if the input has more files, bytes or lines than {@link Limits} allow
         * @throws dev.personalize.error.ResourceInUseException if another job of this JVM writes one of the files
         * @throws java.util.concurrent.CancellationException if cancelled
         * @throws java.io.UncheckedIOException if a file cannot be read or written
         */
        public BatchInferenceJob run() {
            return options.run(settings(), body(), BatchInferenceJob::new);
        }

        /** As {@link #run()}, on the executor of the home; {@link DatasetGroup#batchInferenceJobs} tells how far it is. */
        public CompletableFuture<BatchInferenceJob> runAsync() {
            return options.runAsync(settings(), body(), BatchInferenceJob::new);
        }

        private Map<String, String> settings() {
            return Map.of(
                    "numResults", String.valueOf(numResults),
                    "consumed", String.valueOf(consumed),
                    "filter", String.valueOf(filter),
                    "filterValues", new TreeMap<>(filterValues).toString(),
                    "filterExpression",
                            filter == null ? "" : group.filters().filter(filter).expression(),
                    "standingFilter", standingExpression(),
                    "explorationWeight", String.valueOf(exploration.explorationWeight()),
                    "explorationItemAgeCutOff", String.valueOf(exploration.explorationItemAgeCutOff()),
                    "rankingInfluence", String.valueOf(influence));
        }

        /** {@return how the standing filter stands now: its name alone would not tell that it was changed between two runs} */
        private String standingExpression() {
            FilterUse standing = group.filters().standing(group.engine().clock().instant());
            return standing == null ? "" : standing.expression().toString();
        }

        /**
         * {@return what answers: the version, and to the newest full one the items that came since are admitted, as the service does when
         * such a job is created}
         */
        private Deployment deployment(Ask template, double cutOff, boolean newestAndFull) {
            boolean admits = newestAndFull
                    && (template.explores() || version.deployment().type().isPersonal());
            if (!admits && !template.explores()) {
                return version.deployment();
            }
            Deployment own = version.deployment().copy();
            ItemActivity activity = group.data().itemActivity();
            if (admits) {
                own.catalogue().refresh(activity, cutOff);
            } else {
                own.catalogue().count(activity, cutOff);
            }
            return own;
        }

        /** {@return how many items were admitted, and their checksum: with others the job must not go on where it stopped} */
        private static String text(List<String> admitted) {
            MessageDigest digest = Sha256.digest();
            for (String itemId : admitted) {
                digest.update((itemId + '\0').getBytes(StandardCharsets.UTF_8));
            }
            return admitted.size() + " with SHA-256 " + Sha256.hex(digest);
        }

        private BatchOptions.Body body() {
            Map<String, String> settings = settings();
            Instant now = group.engine().clock().instant();
            Ask template = Ask.by(new Asker(null, LiveHistories.NOTHING, Map::of, Map.of(), now), numResults)
                    .consumed(Asking.rule(consumed, now))
                    .deleted(version.deletedItems())
                    .standing(group.filters().standing(now))
                    .filter(group.filters().use(filter, filterValues))
                    .exploration(exploration.explorationWeight())
                    .influence(influence)
                    .scored(version.deployment().type() == RecipeType.USER_PERSONALIZATION)
                    .seed(version.seed())
                    .build();
            double cutOff = exploration.explorationItemAgeCutOff();
            boolean newestAndFull = version.isUpdatedByItself();
            return (job, asked) -> {
                BatchInput files = options.files(asked);
                Deployment deployment = deployment(template, cutOff, newestAndFull);
                Map<String, String> all = new TreeMap<>(settings);
                all.put("newItems", text(deployment.catalogue().admitted()));
                BatchRun run = options.begin(asked, files, all);
                BatchLines lines =
                        new BatchLines(deployment, group.data().histories(), group::userAttributes, template);
                return run.answerBlocks(
                        lines, options.lineLimits(), group.engine().parallel(asked.cancellation()));
            };
        }
    }
}
