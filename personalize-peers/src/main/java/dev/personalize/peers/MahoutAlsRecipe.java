package dev.personalize.peers;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.TrainingException;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import org.apache.mahout.cf.taste.common.TasteException;
import org.apache.mahout.cf.taste.impl.common.FastByIDMap;
import org.apache.mahout.cf.taste.impl.model.GenericDataModel;
import org.apache.mahout.cf.taste.impl.model.GenericUserPreferenceArray;
import org.apache.mahout.cf.taste.impl.recommender.svd.ALSWRFactorizer;
import org.apache.mahout.cf.taste.impl.recommender.svd.Factorization;
import org.apache.mahout.cf.taste.model.PreferenceArray;
import org.apache.mahout.math.DenseVector;
import org.apache.mahout.math.SequentialAccessSparseVector;
import org.apache.mahout.math.Vector;
import org.apache.mahout.math.als.ImplicitFeedbackAlternatingLeastSquaresSolver;
import org.apache.mahout.math.map.OpenIntObjectHashMap;

/** Mahout's implicit ALS as a recipe, {@code mahout-als}, so that the mains which measure recipes measure it too. Models are not kept. */
public final class MahoutAlsRecipe implements Recipe {
    private static final int THREADS = 2;

    /** Creates the recipe. */
    public MahoutAlsRecipe() {}

    @Override
    public String name() {
        return "mahout-als";
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_PERSONALIZATION;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return HyperparameterSpace.builder()
                .integer("factors", 64, 1, 1024, true, "numFeatures")
                .integer("iterations", 5, 1, 100, true, "numIterations")
                .number("regularization", 0.05, 0, 100, true, "lambda")
                .number("alpha", 3, 0, 1000, true, "alpha")
                .build();
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters settings = context.hyperparameters();
        PreferenceMatrix pairs = data.interactions().preferences();
        FastByIDMap<PreferenceArray> users = new FastByIDMap<>();
        for (int user = 0; user < pairs.rows(); user++) {
            GenericUserPreferenceArray row = new GenericUserPreferenceArray(pairs.count(user));
            for (int i = 0; i < pairs.count(user); i++) {
                row.setUserID(i, user);
                row.setItemID(i, pairs.column(pairs.begin(user) + i));
                row.setValue(i, 1);
            }
            if (pairs.count(user) > 0) {
                users.put(user, row);
            }
        }
        int d = settings.integer("factors");
        try {
            Factorization factorization = new ALSWRFactorizer(
                            new GenericDataModel(users),
                            d,
                            settings.number("regularization"),
                            settings.integer("iterations"),
                            true,
                            settings.number("alpha"),
                            THREADS)
                    .factorize();
            return new Factors(vectors(factorization, pairs), settings);
        } catch (TasteException e) {
            throw new TrainingException("Mahout: " + e.getMessage(), e);
        }
    }

    /** {@return a vector for each item that has events, else null; shape [items][d]} */
    private static double[][] vectors(Factorization factorization, PreferenceMatrix pairs) throws TasteException {
        int[] users = pairs.rowsOfColumns();
        double[][] vectors = new double[users.length][];
        for (int item = 0; item < vectors.length; item++) {
            vectors[item] = users[item] == 0 ? new double[0] : factorization.getItemFeatures(item);
        }
        return vectors;
    }

    @Override
    public Model read(ArtifactReader in) {
        throw new UnsupportedOperationException("a peer is measured, not kept");
    }

    /** Folds a user in as Mahout solves one in training. */
    private static final class Factors implements Model {
        private final double[][] vectors;
        private final ImplicitFeedbackAlternatingLeastSquaresSolver solver;

        private Factors(double[][] vectors, Hyperparameters settings) {
            this.vectors = vectors;
            OpenIntObjectHashMap<Vector> items = new OpenIntObjectHashMap<>();
            for (int item = 0; item < vectors.length; item++) {
                if (vectors[item].length > 0) {
                    items.put(item, new DenseVector(vectors[item]));
                }
            }
            solver = new ImplicitFeedbackAlternatingLeastSquaresSolver(
                    settings.integer("factors"),
                    settings.number("regularization"),
                    settings.number("alpha"),
                    items,
                    THREADS);
        }

        @Override
        public int items() {
            return vectors.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            Vector history = new SequentialAccessSparseVector(vectors.length);
            for (int item : query.items()) {
                if (vectors[item].length > 0) {
                    history.set(item, 1);
                }
            }
            Arrays.fill(scores, 0, items(), Float.NaN);
            if (history.getNumNondefaultElements() == 0) {
                return;
            }
            Vector user = solver.solve(history);
            for (int item = 0; item < vectors.length; item++) {
                double score = 0;
                for (int k = 0; k < vectors[item].length; k++) {
                    score += vectors[item][k] * user.get(k);
                }
                scores[item] = vectors[item].length == 0 ? Float.NaN : (float) score;
            }
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("a peer is measured, not kept");
        }
    }
}
