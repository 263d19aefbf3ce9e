package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.error.CorruptArtifactException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A factor for each item that raises or lowers its score, whoever asks: a score above 0 is multiplied by it, one below 0 divided, so that
 * a greater factor always means a greater score. Stands around any model, keeps its abilities, and is written beside it. Immutable, safe
 * for any number of threads.
 */
final class ItemFactors {
    private final String name;
    private final float[] factors;

    /**
     * @param name under which they are written
     * @param factors above 0; shape [items]; kept
     */
    ItemFactors(String name, float[] factors) {
        this.name = name;
        this.factors = factors;
    }

    /**
     * {@return the model with its factors, if it was written with some}
     *
     * @throws CorruptArtifactException if they are not factors of the model's items
     */
    static Model reopened(String name, Model model, ArtifactReader in) {
        if (!in.has(name)) {
            return model;
        }
        float[] factors = in.floats(name);
        boolean valid = factors.length == model.items();
        for (float factor : factors) {
            valid &= factor > 0 && factor < Float.POSITIVE_INFINITY;
        }
        if (!valid) {
            throw new CorruptArtifactException(
                    "the model has " + factors.length + " factors '" + name + "' for "
                            + model.items()
                            + " items, or one that is not a number above 0: restore it from a copy, or train the version again");
        }
        return new ItemFactors(name, factors).on(model);
    }

    /** {@return the model whose scores have the factors} */
    Model on(Model model) {
        if (model instanceof EmbeddingModel embedding) {
            return model instanceof LiveModel live
                    ? new LiveEmbeddings(embedding, live, this)
                    : new Embeddings(embedding, this);
        }
        return model instanceof LiveModel live ? new Live(live, this) : new Weighed(model, this);
    }

    /** Explains itself always: where the model cannot, the whole score is one remainder, as it would be without factors. */
    private static class Weighed implements ExplainingModel {
        private final Model model;
        private final ItemFactors of;

        private Weighed(Model model, ItemFactors of) {
            this.model = model;
            this.of = of;
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
                scores[i] = weighed(scores[i], factor(candidates[i]));
            }
        }

        private void apply(float[] scores) {
            for (int item = 0; item < of.factors.length; item++) {
                scores[item] = weighed(scores[item], of.factors[item]);
            }
        }

        /** {@return 1 for an item that came after the training: nothing is known of it yet} */
        private float factor(int item) {
            return item < of.factors.length ? of.factors[item] : 1;
        }

        private static float weighed(float score, float factor) {
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
            out.floats(of.name, of.factors);
        }
    }

    /** The vectors are the model's own: they know nothing of factors. */
    private static class Embeddings extends Weighed implements EmbeddingModel {
        private final EmbeddingModel model;

        private Embeddings(EmbeddingModel model, ItemFactors of) {
            super(model, of);
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

    /** Goes on learning as the model does; what came since the training has the factor 1. */
    private record LiveFactors(LiveModel model, ItemFactors factors) {
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
                    return factors.on(live.answering(items));
                }
            };
        }
    }

    private static final class Live extends Weighed implements LiveModel {
        private final LiveFactors live;

        private Live(LiveModel model, ItemFactors of) {
            super(model, of);
            this.live = new LiveFactors(model, of);
        }

        @Override
        public LiveModel.Live open(Clock clock) {
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

    private static final class LiveEmbeddings extends Embeddings implements LiveModel {
        private final LiveFactors live;

        private LiveEmbeddings(EmbeddingModel model, LiveModel same, ItemFactors of) {
            super(model, of);
            this.live = new LiveFactors(same, of);
        }

        @Override
        public LiveModel.Live open(Clock clock) {
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
