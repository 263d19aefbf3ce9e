package dev.personalize.recipe;

/**
 * Makes vectors of texts: the application's own language model, for recipes that compare texts. Found with {@link
 * java.util.ServiceLoader}, so it has a public constructor without parameters and a line in {@code
 * META-INF/services/dev.personalize.recipe.TextEmbedding}; nothing of it is stored but its class name, so a home opened again
 * needs it on the class path to embed items that come later. Safe for any number of threads.
 */
@FunctionalInterface
public interface TextEmbedding {
    /**
     * {@return the vector of a text, of the same length for every text, all of it finite; the same text gets the same vector}
     *
     * @param text not empty, at most about 22,000 characters
     */
    float[] embed(String text);
}
