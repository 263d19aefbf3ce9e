package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hyperparameter {@code popularity_bias}, which means the same for every recipe that declares it ({@link
 * HyperparameterSpace.Builder#popularityBias}): every score is raised or lowered by the item's popularity. Recipes need not
 * know of it: the library does it to their models. Immutable, safe for any number of threads.
 *
 * <p>With <i>b</i> the bias, <i>n</i> the number of different users of an item, and <i>n̄</i> the geometric mean of that over the
 * items that have users, the factor of an item is
 *
 * <pre>
 * f = (n / n̄)^b
 * </pre>
 *
 * and a score above 0 is multiplied by it, one below 0 divided, so that a greater factor always means a greater score. Items
 * without users have the factor of one user, those that came after the training ({@link LiveModel}) the factor 1. 0 leaves scores as they are, to the bit; below 0, less popular items gain, and at
 * -1 a score is divided by the number of users. Between two items that both have scores above 0, a greater bias never moves the
 * less popular one ahead.
 */
public final class PopularityBias {
    /** What recipes call it. */
    public static final String HYPERPARAMETER = "popularity_bias";
    /** The least and, with the other sign, the greatest bias. */
    public static final double STRONGEST = 2;

    private static final String FACTORS = "popularity_bias_factors";

    private final float[] factors;

    private PopularityBias(float[] factors) {
        this.factors = factors;
    }

    /**
     * {@return the model as it is to be asked: biased, if the hyperparameters say so}
     *
     * @param model trained on the data
     */
    public static Model applied(Model model, Snapshot data, Hyperparameters hyperparameters) {
        double bias = hyperparameters.has(HYPERPARAMETER) ? hyperparameters.number(HYPERPARAMETER) : 0;
        return bias == 0 ? model : new PopularityBias(factors(Popularity.of(data.interactions()), bias)).on(model);
    }

    /**
     * {@return the model as it is to be asked: biased, if it was when it was written}
     *
     * @param model read from the artifact
     * @throws CorruptArtifactException if the bias is not one for the model's items
     */
    public static Model reopened(Model model, ArtifactReader in) {
        if (!in.has(FACTORS)) {
            return model;
        }
        float[] factors = in.floats(FACTORS);
        boolean valid = factors.length == model.items();
        for (float factor : factors) {
            valid &= factor > 0 && factor < Float.POSITIVE_INFINITY;
        }
        if (!valid) {
            throw new CorruptArtifactException(
                    "the model has " + factors.length + " factors of its popularity bias for "
                            + model.items()
                            + " items, or one that is not a number above 0: restore it from a copy, or train the"
                            + " version again");
        }
        return new PopularityBias(factors).on(model);
    }

    private static float[] factors(Popularity popularity, double bias) {
        int items = popularity.size();
        double sum = 0;
        int known = 0;
        for (int item = 0; item < items; item++) {
            if (popularity.users(item) > 0) {
                sum += Math.log(popularity.users(item));
                known++;
            }
        }
        double mean = known == 0 ? 0 : sum / known;
        float[] factors = new float[items];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) Math.exp(bias * (Math.log(Math.max(1, popularity.users(item))) - mean));
        }
        return factors;
    }

    private Model on(Model model) {
        if (model instanceof EmbeddingModel embedding) {
            return model instanceof LiveModel live
                    ? new BiasedLiveEmbeddings(embedding, live, factors)
                    : new BiasedEmbeddings(embedding, factors);
        }
        return model instanceof LiveModel live ? new BiasedLive(live, factors) : new Biased(model, factors);
    }

    /** Explains itself always: where the model cannot, the whole score is one remainder, as it would be without a bias. */
    private static class Biased implements ExplainingModel {
        private final Model model;
        private final float[] factors;

        private Biased(Model model, float[] factors) {
            this.model = model;
            this.factors = factors;
        }

        @Override
        public int items() {
            return model.items();
        }

        @Override
        public void score(Query query, float[] scores) {
            model.score(query, scores);
            apply(scores);
        }

        @Override
        public void score(List<Query> queries, float[][] scores) {
            model.score(queries, scores);
            for (int q = 0; q < queries.size(); q++) {
                apply(scores[q]);
            }
        }

        @Override
        public void score(Query query, int[] candidates, float[] scores) {
            model.score(query, candidates, scores);
            for (int i = 0; i < candidates.length; i++) {
                scores[i] = biased(scores[i], factor(candidates[i]));
            }
        }

        private void apply(float[] scores) {
            for (int item = 0; item < factors.length; item++) {
                scores[item] = biased(scores[item], factors[item]);
            }
        }

        /** {@return 1 for an item that came after the training: nobody knows yet how popular it is} */
        private float factor(int item) {
            return item < factors.length ? factors[item] : 1;
        }

        private static float biased(float score, float factor) {
            return score < 0 ? score / factor : score * factor;
        }

        /** Contributions grow as the score does, so that they sum to it. */
        @Override
        public Breakdown explain(Query query) {
            if (!(model instanceof ExplainingModel explaining)) {
                return item -> null;
            }
            Breakdown breakdown = explaining.explain(query);
            return item -> Optional.ofNullable(breakdown.of(item))
                    .map(parts -> parts.times(parts.sum() < 0 ? 1.0 / factor(item) : factor(item)))
                    .orElse(null);
        }

        @Override
        public void write(ArtifactWriter out) {
            model.write(out);
            out.floats(FACTORS, factors);
        }
    }

    /** The vectors are the model's own: they know nothing of the bias. */
    private static class BiasedEmbeddings extends Biased implements EmbeddingModel {
        private final EmbeddingModel model;

        private BiasedEmbeddings(EmbeddingModel model, float[] factors) {
            super(model, factors);
            this.model = model;
        }

        @Override
        public int dimensions() {
            return model.dimensions();
        }

        @Override
        public boolean user(Query query, float[] vector) {
            return model.user(query, vector);
        }

        @Override
        public boolean item(int item, float[] vector) {
            return model.item(item, vector);
        }
    }

    /** Goes on learning as the model does; what came since the training is as popular as the average. */
    private record LiveBias(LiveModel model, PopularityBias bias) {
        LiveModel.Live open(Clock clock) {
            LiveModel.Live live = model.open(clock);
            return new LiveModel.Live() {
                @Override
                public void event(String userId, int item, int eventType, long timestamp) {
                    live.event(userId, item, eventType, timestamp);
                }

                @Override
                public void items(IdIndex items, AttributeVersion records) {
                    live.items(items, records);
                }

                @Override
                public Model answering(int items) {
                    return bias.on(live.answering(items));
                }
            };
        }
    }

    private static final class BiasedLive extends Biased implements LiveModel {
        private final LiveBias live;

        private BiasedLive(LiveModel model, float[] factors) {
            super(model, factors);
            this.live = new LiveBias(model, new PopularityBias(factors));
        }

        @Override
        public Live open(Clock clock) {
            return live.open(clock);
        }

        @Override
        public long since(Instant now) {
            return live.model().since(now);
        }

        @Override
        public boolean answersBatches() {
            return live.model().answersBatches();
        }
    }

    private static final class BiasedLiveEmbeddings extends BiasedEmbeddings implements LiveModel {
        private final LiveBias live;

        private BiasedLiveEmbeddings(EmbeddingModel model, LiveModel same, float[] factors) {
            super(model, factors);
            this.live = new LiveBias(same, new PopularityBias(factors));
        }

        @Override
        public Live open(Clock clock) {
            return live.open(clock);
        }

        @Override
        public long since(Instant now) {
            return live.model().since(now);
        }

        @Override
        public boolean answersBatches() {
            return live.model().answersBatches();
        }
    }
}
