package dev.personalize.math;

/**
 * Keeps the {@code k} best of a stream of scored indices. Higher scores are better; between equal scores the lower index
 * is better, so the result does not depend on the order of arrival. For one thread at a time.
 *
 * <p>A binary heap with the worst kept entry on top: most offers of a long scan fail the first comparison.
 */
public final class TopK {
    private final int[] indices;
    private final float[] scores;
    private int size;

    /**
     * @param k the most entries kept, at least 1
     */
    public TopK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, was " + k);
        }
        indices = new int[k];
        scores = new float[k];
    }

    /** {@return entries kept so far, 0 … k} */
    public int size() {
        return size;
    }

    /** Offers every index whose score is a number, with its position as index. */
    public void offerAll(float[] scores) {
        offerAll(scores, scores.length);
    }

    /**
     * Offers the first {@code size} positions whose score is a number.
     *
     * @param scores not modified; shape [at least size]
     */
    public void offerAll(float[] scores, int size) {
        int i = nextAtLeast(scores, 0, size, worst());
        while (i < size) {
            offer(i, scores[i]);
            i = nextAtLeast(scores, i + 1, size, worst());
        }
    }

    /**
     * Offers those of the first {@code size} positions whose score is a number and whose bit is set.
     *
     * @param scores not modified; shape [at least size]
     * @param allowed bit {@code i % 64} of word {@code i / 64} says whether position i is offered; bits beyond the last word
     *     count as 0, those from {@code size} on are ignored; not modified
     */
    public void offerAll(float[] scores, int size, long[] allowed) {
        int words = (int) Math.min(allowed.length, ((long) size + Long.SIZE - 1) / Long.SIZE);
        int word = 0;
        while (word < words) {
            int first = word;
            while (word < words && allowed[word] != 0) {
                word++;
            }
            offerAllowed(scores, first * Long.SIZE, (int) Math.min(size, (long) word * Long.SIZE), allowed);
            word++;
        }
    }

    /** Looks at scores first and bits second: once the heap has filled, few pass, whatever pattern the bits have. */
    private void offerAllowed(float[] candidates, int begin, int end, long[] allowed) {
        int i = nextAtLeast(candidates, begin, end, worst());
        while (i < end) {
            if ((allowed[i / Long.SIZE] >>> i & 1) != 0) {
                offer(i, candidates[i]);
            }
            i = nextAtLeast(candidates, i + 1, end, worst());
        }
    }

    /**
     * {@return what a score must reach to be kept: minus infinity while there is room, then the least kept score, which never falls; an
     * equal one is kept if its index is lower}
     */
    public float worst() {
        return size < indices.length ? Float.NEGATIVE_INFINITY : scores[0];
    }

    /** A loop this small is unrolled; NaN is never found. */
    private static int nextAtLeast(float[] scores, int from, int end, float worst) {
        for (int i = from; i < end; i++) {
            if (scores[i] >= worst) {
                return i;
            }
        }
        return end;
    }

    /** Offers an index; NaN is passed over. */
    public void offer(int index, float score) {
        if (size < indices.length) {
            if (!Float.isNaN(score)) {
                siftUp(size++, index, score);
            }
        } else if (score > scores[0] || (score == scores[0] && index < indices[0])) {
            siftDown(index, score);
        }
    }

    /**
     * Empties the heap.
     *
     * @return the kept indices, best first
     */
    public int[] drain() {
        return drain(new float[size]);
    }

    /**
     * Empties the heap.
     *
     * @param drained filled with the kept scores, best first; shape [at least size]
     * @return the kept indices, best first
     */
    public int[] drain(float[] drained) {
        int[] best = new int[size];
        while (size > 0) {
            best[size - 1] = indices[0];
            drained[size - 1] = scores[0];
            size--;
            siftDown(indices[size], scores[size]);
        }
        return best;
    }

    private boolean worse(int index, float score, int slot) {
        return score < scores[slot] || (score == scores[slot] && index > indices[slot]);
    }

    private void siftUp(int hole, int index, float score) {
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!worse(index, score, parent)) {
                break;
            }
            indices[hole] = indices[parent];
            scores[hole] = scores[parent];
            hole = parent;
        }
        indices[hole] = index;
        scores[hole] = score;
    }

    /** Puts an entry in place of the top and restores the heap over the first {@code size} slots. */
    private void siftDown(int index, float score) {
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && worse(indices[child + 1], scores[child + 1], child)) {
                child++;
            }
            if (worse(index, score, child)) {
                break;
            }
            indices[hole] = indices[child];
            scores[hole] = scores[child];
            hole = child;
        }
        indices[hole] = index;
        scores[hole] = score;
    }
}
