package dev.personalize.recipes.neighbor;

/**
 * The sum of products divided by a scale of either item: cosines and their relatives, and random walks. With <i>t</i> the item and
 * <i>s</i> its neighbour, <i>c / (item_t · neighbor_s + shrinkage)</i>.
 */
final class ScaledProducts implements Similarity {
    private final double[] item;
    private final double[] neighbor;
    private final double shrinkage;
    private final float least;

    /**
     * @param item scale of each item that has neighbours; kept; shape [items]
     * @param neighbor scale of each item that is one; kept; the same array where the similarity is symmetric; shape [items]
     * @param shrinkage at least 0
     * @param least smallest sum of products of neighbours
     */
    ScaledProducts(double[] item, double[] neighbor, double shrinkage, float least) {
        this.item = item;
        this.neighbor = neighbor;
        this.shrinkage = shrinkage;
        this.least = least;
    }

    @Override
    public void ofNeighbors(int position, int[] others, float[] products, int size, float[] scores) {
        score(item[position], neighbor, others, products, size, scores);
    }

    @Override
    public void asNeighbor(int position, int[] others, float[] products, int size, float[] scores) {
        score(neighbor[position], item, others, products, size, scores);
    }

    private void score(double scale, double[] scales, int[] others, float[] products, int size, float[] scores) {
        for (int i = 0; i < size; i++) {
            double score = products[i] / (scale * scales[others[i]] + shrinkage);
            scores[i] = products[i] >= least ? (float) score : Float.NaN;
        }
    }

    @Override
    public boolean symmetric() {
        return item == neighbor;
    }
}
