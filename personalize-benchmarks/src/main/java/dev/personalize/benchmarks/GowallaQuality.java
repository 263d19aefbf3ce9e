package dev.personalize.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Quality of a recipe on the Gowalla split of the LightGCN project (X. He et al., "LightGCN: Simplifying and Powering Graph
 * Convolution Network for Recommendation", SIGIR 2020), comparable with the BARS leader board: all items are ranked but those
 * of the user's training line; Recall@20 divides by the number of test items, NDCG@20 is binary with the ideal list cut at
 * 20; both are means over users with test items.
 *
 * <p>Arguments: the folder with {@code train.txt} and {@code test.txt}, plain or with {@code .gz}; {@code validation} or
 * {@code test}; the name of a recipe; then hyperparameters as {@code name=value}. Choose settings on {@code validation}, for
 * which a random tenth of each user's training items is held out and the test file is not opened.
 */
public final class GowallaQuality {
    private static final int VALIDATION_PERCENT = 10;
    private static final long SPLIT_SEED = 1;

    private GowallaQuality() {}

    /** Prints the settings, the seconds of training and the metrics, in one line. */
    public static void main(String[] args) throws IOException {
        QualityRun run = QualityRun.of(args);
        List<List<String>> train = HeldOutItems.userLines(HeldOutItems.lines(run.folder(), "train.txt"));
        run.measure(
                run.test()
                        ? new HeldOutItems(train, HeldOutItems.userLines(HeldOutItems.lines(run.folder(), "test.txt")))
                        : HeldOutItems.carve(train, VALIDATION_PERCENT, 1, SPLIT_SEED));
    }
}
