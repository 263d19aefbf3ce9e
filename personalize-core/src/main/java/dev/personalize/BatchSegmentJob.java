package dev.personalize;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.filter.CandidateFilter;
import dev.personalize.filter.FilterExpression;
import dev.personalize.filter.FilterRequest;
import dev.personalize.filter.FilterTarget;
import dev.personalize.internal.batch.BatchInput;
import dev.personalize.internal.batch.BatchRun;
import dev.personalize.internal.batch.SegmentInput;
import dev.personalize.internal.batch.SegmentLines;
import dev.personalize.internal.batch.UserMask;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.math.Bits;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.EmbeddingModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A finished batch segment job: for each line of JSON the users most likely to want an item, best first, in Amazon Personalize's
 * shapes. Immutable.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><th>input</th><th>asks for the users</th></tr>
 * <tr><td>{@code {"itemId": "9"}}</td><td>of an item</td></tr>
 * <tr><td>{@code {"itemAttributes": "ITEMS.GENRE = \"Comedy\" AND ITEMS.YEAR = 1994"}}</td>
 *     <td>of all items with this metadata, by their mean score; only {@code =} and {@code AND}, no textual columns</td></tr>
 * </table>
 *
 * An output line repeats its {@code input}, or its {@code itemAttributes}, and has {@code output.recommendedUsers} without scores;
 * or {@code error}, why it has none. Users are those with events in the group's data when the job runs; metadata is that of then,
 * too. A bad line does not stop the job.
 *
 * <p>While the job runs it keeps 4 bytes for each user and dimension of the model, 8 bytes more for each user, and the group's data;
 * segments themselves go to the output as they are found.
 */
public final class BatchSegmentJob extends BatchJob {
    private BatchSegmentJob(BatchRun.Outcome outcome) {
        super(outcome);
    }

    /** Configures and runs a job. Made by {@link SolutionVersion#batchSegment()}; for one thread. */
    public static final class Builder extends BatchJob.Builder<Builder> {
        private final SolutionVersion version;
        private final Group group;
        private final EmbeddingModel model;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private int numResults = 25;
        private Function<Snapshot, UserMask> users = data -> UserMask.ALL;

        Builder(SolutionVersion version, Group group) {
            super(new BatchOptions(version, group, group.segments(), "batch segment"));
            this.version = version;
            this.group = group;
            if (!(version.deployment().model() instanceof EmbeddingModel able)) {
                throw new InvalidInputException("a version of recipe '" + version.recipe()
                        + "' cannot say which users an item is for: train one whose model has vectors of users and items,"
                        + " as matrix-factorization does, or make your own an EmbeddingModel");
            }
            this.model = able;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets the most users for a line, 1 to {@link Limits#segmentUsers}. Default: 25. */
        public Builder numResults(int numResults) {
            int most = group.engine().limits().segmentUsers();
            if (numResults < 1 || numResults > most) {
                throw new InvalidInputException("numResults must be 1 to " + most + ", was " + numResults
                        + "; Limits.segmentUsers sets the most");
            }
            this.numResults = numResults;
            return this;
        }

        /**
         * Sets the filter of the users of every line, such as {@code INCLUDE UserID WHERE Users.TIER IN ($TIERS)}.
         *
         * @param filterName of a filter of the dataset group that is about users
         * @param values texts of its parameters, for lines without {@code filterValues} of their own
         * @throws dev.personalize.error.ResourceNotFoundException if the group has no such filter
         */
        public Builder filter(String filterName, Map<String, String> values) {
            FilterExpression expression = group.filters().filter(filterName).parsed();
            if (expression.target() != FilterTarget.USER) {
                throw new InvalidInputException("filter '" + filterName
                        + "' is not about users: a segment needs one that says INCLUDE UserID or EXCLUDE UserID");
            }
            return users(expression + " " + new TreeMap<>(values), data -> mask(expression, values, data));
        }

        private UserMask mask(FilterExpression expression, Map<String, String> values, Snapshot data) {
            CandidateFilter filter = new CandidateFilter(FilterTarget.USER, data.users(), group.filterData());
            Instant now = group.engine().clock().instant();
            return ofLine -> {
                Map<String, String> all = new HashMap<>(values);
                all.putAll(ofLine);
                Bits allowed = Bits.all(data.users().size());
                filter.apply(expression, FilterRequest.builder(now).values(all).build(), allowed);
                return allowed.words();
            };
        }

        /**
         * Sets which users a line may name.
         *
         * @param identity two masks of one identity let the same users through, given the same data
         * @param maskOf told the data of the job, once
         */
        Builder users(String identity, Function<Snapshot, UserMask> maskOf) {
            settings.put("users", identity);
            users = maskOf;
            return this;
        }

        /**
         * Runs the job and blocks until it is done. It continues as {@link BatchInferenceJob.Builder#run} does, if the group's data
         * has not changed since; otherwise it begins anew, so that all segments of an output are of one moment.
         *
         * @throws InvalidInputException if there is no input, or it lies in the output folder
         * @throws LimitExceededException if the input has more files, bytes, lines, items or attributes than {@link Limits} allow
         * @throws dev.personalize.error.ResourceInUseException if another job of this JVM writes one of the files
         * @throws java.util.concurrent.CancellationException if cancelled
         * @throws java.io.UncheckedIOException if a file cannot be read or written
         */
        public BatchSegmentJob run() {
            return options.run(settings(), body(), BatchSegmentJob::new);
        }

        /** As {@link #run()}, on the executor of the home; {@link DatasetGroup#batchSegmentJobs} tells how far it is. */
        public CompletableFuture<BatchSegmentJob> runAsync() {
            return options.runAsync(settings(), body(), BatchSegmentJob::new);
        }

        private Map<String, String> settings() {
            Map<String, String> all = new LinkedHashMap<>(settings);
            all.put("numResults", String.valueOf(numResults));
            return all;
        }

        private BatchOptions.Body body() {
            Map<String, String> asked = settings();
            int results = numResults;
            Function<Snapshot, UserMask> maskOf = users;
            return (job, told) -> {
                BatchInput files = options.files(told);
                Limits limits = group.engine().limits();
                SegmentInput.requireFewLines(
                        files, options.lineLimits(), limits.segmentItems(), limits.segmentAttributes());
                Snapshot data = group.data().snapshot();
                Map<String, String> all = new LinkedHashMap<>(asked);
                all.put("groupData", data.fingerprint());
                BatchRun run = options.begin(told, files, all);
                Parallel parallel = group.engine().parallel(told.cancellation());
                return run.answerOneByOne(
                        lines(data, results, maskOf.apply(data), parallel), options.lineLimits(), told.cancellation());
            };
        }

        private SegmentLines lines(Snapshot data, int results, UserMask mask, Parallel parallel) {
            Deployment deployment = version.deployment();
            return new SegmentLines(
                    data,
                    new SegmentLines.Learned(
                            model,
                            deployment.items(),
                            deployment.eventTypes(),
                            deployment.events(),
                            deployment.columns()),
                    version.deletedItems(),
                    results,
                    mask,
                    parallel);
        }
    }
}
