package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.FeatureSpace;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Values;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Contributions.OfAttribute;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of whoever asks lets one expect of the user's vector: <i>s·A·f</i>, with <i>A</i> as {@link Prior} learned it and
 * <i>s = κ / (κ + n)</i>, which fades as the events speak for themselves; <i>n</i> is the sum of their weights. Immutable.
 *
 * <p>Somebody without any event is left to {@link dev.personalize.coldstart.ColdStart}, which finds more.
 *
 * <p>Unlike that of items, it does not take part in the training: the vectors of users and items are those without it, and
 * <i>A</i> is fitted to them at the end. See docs/decisions/0019-priors-of-users.md.
 *
 * @param events κ, greater than 0
 * @param space how metadata becomes the features f
 * @param byFeature Aᵀ; shape [features][d]
 */
// A record of an array: priors are never compared.
@SuppressWarnings("ArrayRecordComponent")
record UserPrior(double events, FeatureSpace space, float[][] byFeature) {
    private static final String MAP = "user_prior";
    private static final String COLUMNS = "user_prior_columns";
    private static final int MOST_COLUMNS = 1 << 10;

    /**
     * {@return what a prior of users has learned, or null for none}
     *
     * @param events κ
     */
    static @Nullable UserPrior of(@Nullable Prior prior, double events) {
        return prior == null ? null : new UserPrior(events, prior.features().space(), prior.byFeature());
    }

    /**
     * {@return what to expect of whoever asks}
     *
     * @param mass n, what the events of the history count for
     */
    Expected of(Query query, double mass) {
        Map<String, String> texts = query.userAttributes().get();
        FeatureSpace.Row row = space.row(texts::get);
        if (row.size() == 0) {
            return Expected.NOTHING;
        }
        float share = (float) (events / (events + mass));
        float[] centre = new float[byFeature[0].length];
        for (int i = 0; i < row.size(); i++) {
            Vectors.addScaled(centre, byFeature[row.features()[i]], share * row.values()[i]);
        }
        return new Expected(row, share, texts, centre);
    }

    /**
     * The part the metadata has in a score that is the product of a vector with s·A·f. What the constant adds is in no column.
     *
     * @param columns one for each category, and one for each number and text
     * @param constant what all users with metadata have
     */
    record Parts(List<OfAttribute> columns, double constant) {
        static final Parts NONE = new Parts(List.of(), 0);
    }

    /** {@return what each value of the metadata adds to the product of s·A·f with a vector} */
    Parts parts(Expected expected, double[] vector) {
        FeatureSpace.Row row = expected.row();
        if (row.size() == 0) {
            return Parts.NONE;
        }
        List<OfAttribute> parts = new ArrayList<>();
        for (int i = 1; i < row.size(); i++) {
            int feature = row.features()[i];
            String column = space.columns().get(space.column(feature)).name();
            String text =
                    space.text(feature, Objects.requireNonNull(expected.texts().get(column)));
            double part = part(expected, i, vector);
            OfAttribute before = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            if (before != null
                    && before.column().equals(column)
                    && before.text().equals(text)) {
                parts.set(parts.size() - 1, new OfAttribute(column, text, before.contribution() + part));
            } else {
                parts.add(new OfAttribute(column, text, part));
            }
        }
        return new Parts(parts, part(expected, 0, vector));
    }

    private double part(Expected expected, int i, double[] vector) {
        FeatureSpace.Row row = expected.row();
        float[] ofFeature = byFeature[row.features()[i]];
        double sum = 0;
        for (int k = 0; k < vector.length; k++) {
            sum += ofFeature[k] * vector[k];
        }
        return expected.share() * row.values()[i] * sum;
    }

    void write(ArtifactWriter out) {
        out.text(MatrixFactorizationRecipe.USER_PRIOR_EVENTS, Double.toString(events));
        out.matrix(MAP, byFeature, byFeature[0].length);
        out.text(COLUMNS, Integer.toString(space.columns().size()));
        for (int number = 0; number < space.columns().size(); number++) {
            FeatureSpace.Column column = space.columns().get(number);
            String prefix = prefix(number);
            out.text(prefix + "name", column.name())
                    .text(prefix + "kind", column.kind().name());
            IdIndex categories = column.values().categories();
            if (categories == null) {
                out.longs(prefix + "borders", bits(column.values().borders()));
            } else {
                out.strings(prefix + "values", prefix + "value_lengths", categories.ids());
            }
            if (column.kind() == FeatureSpace.Kind.WORDS) {
                out.longs(prefix + "weights", bits(column.weights()));
            }
        }
    }

    /**
     * {@return the prior {@link #write} wrote, or null if it wrote none}
     *
     * @param d length of the vectors
     */
    static @Nullable UserPrior read(ArtifactReader in, int d) {
        if (!in.has(MAP)) {
            return null;
        }
        String size = in.text(COLUMNS);
        if (!size.matches("\\d{1,4}") || Integer.parseInt(size) > MOST_COLUMNS) {
            throw FactorModel.corrupt(COLUMNS + " '" + size + "'", null);
        }
        List<FeatureSpace.Column> columns = new ArrayList<>();
        for (int number = 0; number < Integer.parseInt(size); number++) {
            columns.add(column(in, prefix(number)));
        }
        FeatureSpace space = FeatureSpace.of(columns);
        float[][] byFeature = in.matrix(MAP);
        if (byFeature.length != space.size()) {
            throw FactorModel.corrupt(byFeature.length + " vectors of " + space.size() + " features of users", null);
        }
        for (float[] vector : byFeature) {
            if (vector.length != d || !Vectors.allFinite(vector)) {
                throw FactorModel.corrupt("a vector of a feature of users that is not " + d + " finite numbers", null);
            }
        }
        return new UserPrior(FactorModel.positive(in, MatrixFactorizationRecipe.USER_PRIOR_EVENTS), space, byFeature);
    }

    private static FeatureSpace.Column column(ArtifactReader in, String prefix) {
        String name = in.text(prefix + "kind");
        FeatureSpace.Kind kind = Arrays.stream(FeatureSpace.Kind.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> FactorModel.corrupt("features of the kind '" + name + "'", null));
        Values values = kind == FeatureSpace.Kind.NUMBERS
                ? new Values(null, borders(in, prefix))
                : Values.of(index(in.strings(prefix + "values", prefix + "value_lengths"), prefix));
        double[] weights = kind == FeatureSpace.Kind.WORDS ? weights(in, prefix) : ones(values.size());
        if (weights.length != values.size()) {
            throw FactorModel.corrupt(weights.length + " " + prefix + "weights for " + values.size() + " values", null);
        }
        return new FeatureSpace.Column(in.text(prefix + "name"), kind, values, weights);
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] borders(ArtifactReader in, String prefix) {
        double[] borders = numbers(in.longs(prefix + "borders"));
        for (int i = 0; i < borders.length; i++) {
            if (!(borders[i] > (i == 0 ? Double.NEGATIVE_INFINITY : borders[i - 1]))) {
                throw FactorModel.corrupt(prefix + "borders out of order", null);
            }
        }
        return borders;
    }

    private static double[] weights(ArtifactReader in, String prefix) {
        double[] weights = numbers(in.longs(prefix + "weights"));
        for (double weight : weights) {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw FactorModel.corrupt(prefix + "weights with " + weight, null);
            }
        }
        return weights;
    }

    private static double[] numbers(long[] bits) {
        return Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
    }

    private static long[] bits(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static String prefix(int number) {
        return COLUMNS + "." + number + ".";
    }

    private static IdIndex index(List<String> ascending, String prefix) {
        IdIndex index = IdIndex.of(ascending);
        if (!index.ids().equals(ascending)) {
            throw FactorModel.corrupt(prefix + "values out of order", null);
        }
        return index;
    }
}
