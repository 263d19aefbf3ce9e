package dev.personalize.recipes.popularity;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrendingModel;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is trending, as the training saw it, and the beginning of what campaigns go on counting.
 *
 * @param settings how is counted
 * @param users distinct users of each item in the training; shape [items]
 * @param trained score of each item when its newest event happened; shape [items]
 */
// A record of arrays: models are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Trends(Settings settings, float[] users, float[] trained) implements LiveModel, TrendingModel, ExplainingModel {
    private static final String USERS = "users";
    private static final String SCORES = "scores";

    /**
     * How is counted.
     *
     * @param frequency length of a window, in the service's words
     * @param score one of the two scores
     * @param smoothing k of the velocity
     * @param least fewest events of a trend
     */
    record Settings(String frequency, String score, double smoothing, int least) {
        private long window() {
            return TrendingNowRecipe.seconds(frequency);
        }

        private boolean windows() {
            return score.equals(TrendingNowRecipe.INCREASE);
        }

        TrendCounts counts() {
            return windows() ? new WindowCounts(window(), least) : new VelocityCounts(window(), smoothing, least);
        }

        /** {@return age in seconds from which an event does not count, or for a thousandth at most} */
        long memory() {
            return windows() ? 2 * window() : 10 * VelocityCounts.SLOWER * window();
        }
    }

    /**
     * {@return the score of each item: its trend, or when nothing happens lately its popularity; less than half an event is added for
     * the popularity, so that it decides between equal trends; NaN for items without events that came after the training}
     */
    static float[] scores(TrendCounts counts, float[] users, int items, long now) {
        float[] scores = new float[items];
        long events = counts.score(scores, now);
        float most = 0;
        for (float each : users) {
            most = Math.max(most, each);
        }
        for (int item = 0; item < users.length; item++) {
            scores[item] = events == 0 ? users[item] : scores[item] + users[item] / (2 * (most + 1));
        }
        for (int item = users.length; item < items; item++) {
            scores[item] = scores[item] == 0 ? Float.NaN : scores[item];
        }
        return scores;
    }

    @Override
    public int items() {
        return trained.length;
    }

    @Override
    public long windowSeconds() {
        return settings.window();
    }

    @Override
    public void score(Query query, float[] scores) {
        System.arraycopy(trained, 0, scores, 0, trained.length);
    }

    @Override
    public Breakdown explain(Query query) {
        return item -> Contributions.ofPopularity(trained[item]);
    }

    @Override
    public boolean answersBatches() {
        return false;
    }

    @Override
    public long since(Instant now) {
        return now.getEpochSecond() - settings.memory() + 1;
    }

    @Override
    public Live open(Clock clock) {
        TrendCounts counts = settings.counts();
        return new Live() {
            @Override
            public void event(String userId, int item, int eventType, long timestamp) {
                counts.add(item, timestamp, clock.instant().getEpochSecond());
            }

            @Override
            public Model answering(int items) {
                return new View(counts, users, items, clock.instant().getEpochSecond());
            }
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        out.text(TrendingNowRecipe.FREQUENCY, settings.frequency());
        out.text(TrendingNowRecipe.SCORE, settings.score());
        out.text(TrendingNowRecipe.SMOOTHING, Double.toString(settings.smoothing()));
        out.text(TrendingNowRecipe.LEAST, Integer.toString(settings.least()));
        out.floats(USERS, users);
        out.floats(SCORES, trained);
    }

    static Trends read(ArtifactReader in) {
        float[] users = in.floats(USERS);
        float[] trained = in.floats(SCORES);
        boolean valid = users.length == trained.length;
        for (float each : users) {
            valid &= each >= 0 && each < Float.POSITIVE_INFINITY;
        }
        for (float each : trained) {
            valid &= Math.abs(each) < Float.POSITIVE_INFINITY;
        }
        Settings settings = valid ? settings(in) : null;
        if (settings == null) {
            throw new CorruptArtifactException(
                    "the " + TrendingNowRecipe.NAME
                            + " model has counts or settings that are none: restore it from a copy, or train the version again");
        }
        return new Trends(settings, users, trained);
    }

    private static @Nullable Settings settings(ArtifactReader in) {
        String frequency = in.text(TrendingNowRecipe.FREQUENCY);
        String score = in.text(TrendingNowRecipe.SCORE);
        try {
            double smoothing = Double.parseDouble(in.text(TrendingNowRecipe.SMOOTHING));
            int least = Integer.parseInt(in.text(TrendingNowRecipe.LEAST));
            boolean valid = TrendingNowRecipe.FREQUENCIES.contains(frequency)
                    && (score.equals(TrendingNowRecipe.INCREASE) || score.equals(TrendingNowRecipe.VELOCITY))
                    && smoothing > 0
                    && smoothing < Double.POSITIVE_INFINITY
                    && least > 0;
            return valid ? new Settings(frequency, score, smoothing, least) : null;
        } catch (NumberFormatException e) {
            return null; // reported by the caller
        }
    }

    /** The trends of one request, counted when they are first asked for. */
    private static final class View implements ExplainingModel {
        private final TrendCounts counts;
        private final float[] users;
        private final int items;
        private final long now;
        private float @Nullable [] counted;

        View(TrendCounts counts, float[] users, int items, long now) {
            this.counts = counts;
            this.users = users;
            this.items = items;
            this.now = now;
        }

        private synchronized float[] counted() {
            float[] known = counted;
            if (known == null) {
                known = scores(counts, users, items, now);
                counted = known;
            }
            return known;
        }

        @Override
        public int items() {
            return items;
        }

        @Override
        public void score(Query query, float[] scores) {
            System.arraycopy(counted(), 0, scores, 0, items);
        }

        @Override
        public void score(Query query, int[] candidates, float[] scores) {
            float[] all = counted();
            for (int i = 0; i < candidates.length; i++) {
                scores[i] = all[candidates[i]];
            }
        }

        @Override
        public Breakdown explain(Query query) {
            float[] all = counted();
            return item -> Float.isNaN(all[item]) ? null : Contributions.ofPopularity(all[item]);
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("the version is written, not what one request sees of it");
        }
    }
}
