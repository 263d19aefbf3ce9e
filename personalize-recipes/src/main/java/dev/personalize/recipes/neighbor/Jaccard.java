package dev.personalize.recipes.neighbor;

/** What two items share by what they have together: <i>c / (g_i + g_j − c + shrinkage)</i>, with <i>g</i> the sums of squares. */
final class Jaccard implements Similarity {
    private final double[] squares;
    private final double shrinkage;

    /**
     * @param squares of each item; kept; shape [items]
     * @param shrinkage at least 0
     */
    Jaccard(double[] squares, double shrinkage) {
        this.squares = squares;
        this.shrinkage = shrinkage;
    }

    @Override
    public void ofNeighbors(int item, int[] others, float[] products, int size, float[] scores) {
        for (int i = 0; i < size; i++) {
            scores[i] = (float) (products[i] / (squares[item] + squares[others[i]] - products[i] + shrinkage));
        }
    }

    @Override
    public void asNeighbor(int item, int[] others, float[] products, int size, float[] scores) {
        ofNeighbors(item, others, products, size, scores);
    }

    @Override
    public boolean symmetric() {
        return true;
    }
}
