package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.TextEmbedding;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes vectors of length 1 of what items say of themselves. Immutable, safe for any number of threads. */
interface TextEncoder {
    String EMBEDDING = "text_embedding";

    /** {@return length of the vectors, at least 1} */
    int dimensions();

    /** {@return the vector of an item; zero if it says nothing that is known} */
    float[] encode(ItemTexts item);

    /** Writes what {@link #read} needs. */
    void write(ArtifactWriter out);

    static TextEncoder read(ArtifactReader in, int dimensions) {
        return in.has(EMBEDDING) ? Installed.named(in.text(EMBEDDING), dimensions) : Local.read(in, dimensions);
    }

    /** Divides a vector by its length, unless that is 0. */
    static float[] normalized(float[] vector) {
        double length = Math.sqrt(Vectors.product(vector, vector));
        for (int k = 0; k < vector.length && length > 0; k++) {
            vector[k] = (float) (vector[k] / length);
        }
        return vector;
    }

    /**
     * Weighted grams, projected on the greatest singular vectors of the items trained on.
     *
     * @param components shape [grams][dimensions]
     */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Local(Vocabulary vocabulary, float[][] components, int dimensions) implements TextEncoder {
        private static final String COMPONENTS = "components";

        @Override
        public float[] encode(ItemTexts item) {
            Vocabulary.Row row = vocabulary.row(item.grams());
            float[] vector = new float[dimensions];
            for (int i = 0; i < row.columns().length; i++) {
                Vectors.addScaled(vector, components[row.columns()[i]], row.values()[i]);
            }
            return normalized(vector);
        }

        @Override
        public void write(ArtifactWriter out) {
            vocabulary.write(out);
            out.matrix(COMPONENTS, components, dimensions);
        }

        static Local read(ArtifactReader in, int dimensions) {
            Vocabulary vocabulary = Vocabulary.read(in);
            float[][] components = in.matrix(COMPONENTS);
            boolean valid = components.length == vocabulary.size();
            for (float[] row : components) {
                valid &= row.length == dimensions && Vectors.allFinite(row);
            }
            if (!valid) {
                throw new CorruptArtifactException("the " + SemanticSimilarityRecipe.NAME + " model has "
                        + components.length + " components for " + vocabulary.size() + " grams, or one that is not of "
                        + dimensions + " numbers: restore it from a copy, or train the version again");
            }
            return new Local(vocabulary, components, dimensions);
        }
    }

    /**
     * The application's own.
     *
     * @param type name of its class
     * @param embedding null where it is not on the class path, so that new items have no vector
     */
    record Installed(String type, @Nullable TextEmbedding embedding, int dimensions) implements TextEncoder {
        /**
         * {@return the one that is installed}
         *
         * @throws TrainingException if there is none, or more than one
         */
        static TextEmbedding only() {
            List<TextEmbedding> all = all();
            if (all.size() != 1) {
                throw new TrainingException(SemanticSimilarityRecipe.TEXT_VECTORS
                        + " is 'installed', and of META-INF/services/" + TextEmbedding.class.getName()
                        + " the class path has "
                        + all.stream().map(each -> each.getClass().getName()).toList()
                        + ": name exactly one there, or choose 'local'");
            }
            return all.get(0);
        }

        private static List<TextEmbedding> all() {
            return ServiceLoader.load(TextEmbedding.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        }

        static Installed named(String type, int dimensions) {
            TextEmbedding embedding = all().stream()
                    .filter(each -> each.getClass().getName().equals(type))
                    .findFirst()
                    .orElse(null);
            return new Installed(type, embedding, dimensions);
        }

        @Override
        public float[] encode(ItemTexts item) {
            if (embedding == null || item.text().isEmpty()) {
                return new float[dimensions];
            }
            float[] vector = embedding.embed(item.text()).clone();
            if (vector.length != dimensions || !Vectors.allFinite(vector)) {
                throw new TrainingException(type + " gives a vector of " + vector.length
                        + " numbers, or with one that is not finite, where others have " + dimensions
                        + ", for the text '"
                        + item.text().substring(0, Math.min(60, item.text().length())) + "'");
            }
            return normalized(vector);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.text(EMBEDDING, type);
        }
    }
}
