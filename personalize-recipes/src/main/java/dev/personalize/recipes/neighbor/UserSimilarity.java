package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.Hyperparameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How near the history of a query is to that of a user. Immutable.
 *
 * <p>An entry counts for a value made of its weight and the length of its history, times a factor of the item. So a sum of
 * products is one of values of the query, times squares of factors, times values of the user.
 */
final class UserSimilarity {
    /** Smaller values would make products of two that are 0. */
    private static final double LEAST_VALUE = 1e-12;

    private final UserRows rows;
    private final Hyperparameters settings;
    private final EventValue value;
    private final double meanLength;
    private final String name;
    private final double asymmetry;
    private final double shrinkage;
    private final double exponent;
    /** Square of what the entries of each item are multiplied with; shape [items]. */
    private final double[] itemFactors;
    /** Value of each entry where entries have weights, otherwise empty; shape [entries]. */
    private final float[] values;
    /** Value of all entries of a user where entries have no weights, otherwise 1; shape [users]. */
    private final float[] userValues;
    /** Sum of the squares of each user, for cosines to the power it has in them; shape [users]. */
    private final double[] squares;

    UserSimilarity(UserRows rows, Hyperparameters settings) {
        this.rows = rows;
        this.settings = settings;
        this.value = new EventValue(settings, 0);
        this.name = settings.choice(ItemNeighborsRecipe.SIMILARITY);
        this.asymmetry = name.equals(ItemNeighborsRecipe.ASYMMETRIC_COSINE)
                ? settings.number(ItemNeighborsRecipe.ASYMMETRY)
                : 1 / 2.0;
        this.shrinkage = settings.number(ItemNeighborsRecipe.SHRINKAGE);
        this.exponent = settings.number(ItemNeighborsRecipe.SIMILARITY_EXPONENT);
        this.meanLength = meanLength(rows);
        this.itemFactors = itemFactors(settings.number(UserNeighborsRecipe.ITEM_EXPONENT));
        this.values = new float[rows.weighted() ? rows.end(rows.users() - 1) : 0];
        this.userValues = new float[rows.users()];
        this.squares = new double[rows.users()];
        for (int user = 0; user < squares.length; user++) {
            fill(user);
        }
    }

    private static double meanLength(UserRows rows) {
        double sum = 0;
        for (int user = 0; user < rows.users(); user++) {
            sum += rows.length(user);
        }
        return rows.users() == 0 ? 1 : sum / rows.users();
    }

    private double[] itemFactors(double itemExponent) {
        double entries = 0;
        int known = 0;
        for (int item = 0; item < rows.items(); item++) {
            entries += rows.usersOf(item);
            known += rows.usersOf(item) > 0 ? 1 : 0;
        }
        double[] factors = new double[rows.items()];
        for (int item = 0; item < factors.length; item++) {
            int users = Math.max(1, rows.usersOf(item));
            double rarity = value.looksAtRarity() ? Math.log1p((double) rows.users() / users) : 1;
            factors[item] = rarity * rarity * Math.pow(users * known / Math.max(1, entries), -itemExponent);
        }
        return factors;
    }

    private void fill(int user) {
        double length = rows.length(user) / meanLength;
        userValues[user] = rows.weighted() ? 1 : valueOf(1, length);
        double sum = 0;
        for (int p = rows.begin(user); p < rows.end(user); p++) {
            float entry = rows.weighted() ? valueOf(rows.weight(p), length) : userValues[user];
            if (rows.weighted()) {
                values[p] = entry;
            }
            sum += itemFactors[rows.item(p)] * entry * entry;
        }
        squares[user] = isJaccard() ? sum : Math.pow(sum, asymmetry);
    }

    private boolean isJaccard() {
        return name.equals(ItemNeighborsRecipe.JACCARD);
    }

    private float valueOf(double weight, double length) {
        return (float) Math.max(LEAST_VALUE, value.of(weight, length, 1));
    }

    /** {@return most users that are listened to} */
    int neighbors() {
        return settings.integer(ItemNeighborsRecipe.NEIGHBORS);
    }

    /** {@return sum of the weights of a history, for the mean of that over users} */
    double length(WeightedItems history) {
        double sum = 0;
        for (int h = 0; h < history.size(); h++) {
            sum += history.weight(h);
        }
        return sum / meanLength;
    }

    /** {@return sum of the squares of a history, for cosines to the power it has in them} */
    double square(WeightedItems history, double length) {
        double sum = 0;
        for (int h = 0; h < history.size(); h++) {
            double entry = valueOf(history.weight(h), length);
            sum += itemFactors[history.item(h)] * entry * entry;
        }
        return isJaccard() ? sum : Math.pow(sum, 1 - asymmetry);
    }

    /** {@return what the value of a user's entry is multiplied with, for an item of the query} */
    float factor(int item, double weight, double length) {
        return (float) (itemFactors[item] * valueOf(weight, length));
    }

    /** {@return value of the entry at a position; only where entries have weights} */
    float value(int position) {
        return values[position];
    }

    /**
     * {@return how near a user is}
     *
     * @param sum of products with the user's entries, but for the value all of them have
     * @param square of the query
     */
    float of(float sum, double square, int user) {
        double product = sum * userValues[user];
        double scale = isJaccard() ? square + squares[user] - product : square * squares[user];
        return (float) (product / (scale + shrinkage));
    }

    /** {@return what a neighbour counts for} */
    float weight(float nearness) {
        return exponent == 1 ? nearness : (float) Math.pow(nearness, exponent);
    }

    /** {@return what each item of a history has of the weight of a neighbour, in proportion to its products} */
    double[] shares(WeightedItems history, int user, double weight) {
        double[] shares = new double[history.size()];
        double length = length(history);
        double sum = 0;
        for (int h = 0; h < shares.length; h++) {
            int p = rows.find(user, history.item(h));
            if (p >= 0) {
                shares[h] = factor(history.item(h), history.weight(h), length) * (rows.weighted() ? values[p] : 1);
                sum += shares[h];
            }
        }
        for (int h = 0; h < shares.length; h++) {
            shares[h] *= weight / sum;
        }
        return shares;
    }

    void write(ArtifactWriter out) {
        settings.toMap().forEach(out::text);
    }

    static Hyperparameters readSettings(ArtifactReader in) {
        Map<String, String> settings = new LinkedHashMap<>();
        UserNeighborsRecipe.SPACE.all().forEach(each -> settings.put(each.name(), in.text(each.name())));
        try {
            return UserNeighborsRecipe.SPACE.values(settings);
        } catch (InvalidInputException e) {
            throw new CorruptArtifactException(
                    "the " + UserNeighborsRecipe.NAME + " model has the settings " + settings
                            + ", which are none: restore it from a copy, or train the version again",
                    e);
        }
    }
}
