package dev.personalize.vector;

import dev.personalize.data.Snapshot;
import dev.personalize.math.Kernels;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;

/** Prints which kernels run, and for each solver the mean squared error of a model over its own training data. */
final class TrainedLoss {
    static final List<String> SOLVERS = List.of("cholesky", "conjugate-gradient", "subspace");
    static final String KERNELS = "kernels: ";
    static final String LOSS = "loss: ";

    private static final int USERS = 300;
    private static final int ITEMS = 120;
    private static final int EVENTS_A_USER = 20;

    private TrainedLoss() {}

    public static void main(String[] args) {
        System.out.println(KERNELS + Kernels.installed().name());
        Snapshot data = data();
        for (String solver : SOLVERS) {
            System.out.println(LOSS + loss(train(data, solver), data));
        }
    }

    /** Users of four tastes. */
    private static Snapshot data() {
        SplittableRandom random = new SplittableRandom(42);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < USERS; user++) {
            for (int event = 0; event < EVENTS_A_USER; event++) {
                int item = random.nextInt(10) == 0 ? random.nextInt(ITEMS) : 4 * random.nextInt(ITEMS / 4) + user % 4;
                builder.interaction("u" + user, "i" + item, null, Float.NaN, event);
            }
        }
        return builder.build();
    }

    private static EmbeddingModel train(Snapshot data, String solver) {
        Recipe recipe = RecipeRegistry.installed().recipe("matrix-factorization");
        TrainingContext context = new TrainingContext(
                recipe.hyperparameters().values(Map.of("factors", "36", "solver", solver, "iterations", "5")),
                42,
                new Parallel(ForkJoinPool.commonPool(), 2, new Cancellation()),
                (task, done, total) -> {},
                new Cancellation());
        return (EmbeddingModel) recipe.train(data, context);
    }

    private static double loss(EmbeddingModel model, Snapshot data) {
        float[] user = new float[model.dimensions()];
        float[] item = new float[model.dimensions()];
        double loss = 0;
        int events = 0;
        for (int u = 0; u < data.interactions().users(); u++) {
            Query query = Query.ofHistory(
                    data.interactions(),
                    data.interactions().begin(u),
                    data.interactions().end(u));
            model.user(query, user);
            for (int i : query.items()) {
                model.item(i, item);
                double score = 0;
                for (int k = 0; k < item.length; k++) {
                    score += (double) item[k] * user[k];
                }
                loss += (score - 1) * (score - 1);
                events++;
            }
        }
        return loss / events;
    }
}
