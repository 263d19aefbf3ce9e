package dev.personalize.recipes.neighbor;

/**
 * How good a neighbour one item is of another, from the sum of products of their entries. Items are positions in the snapshot. Immutable.
 */
interface Similarity {
    /**
     * Scores others as neighbours of an item.
     *
     * @param products sum of products with each, greater than 0; shape [at least size]
     * @param scores filled; NaN for what is no neighbour; shape [at least size]
     */
    void ofNeighbors(int item, int[] others, float[] products, int size, float[] scores);

    /** Scores an item as a neighbour of others; arguments as above. */
    void asNeighbor(int item, int[] others, float[] products, int size, float[] scores);

    /** {@return whether both are the same, to the bit} */
    boolean symmetric();
}
