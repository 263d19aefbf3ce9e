package dev.personalize.benchmarks;

import java.io.IOException;

/**
 * Quality of a recipe when the newest item of each user is to be found: all items of the training part are ranked but the user's own.
 * On MovieLens 1M in the form of SASRec and on Amazon Beauty that is the leave-one-out protocol of SASRec and BERT4Rec with the whole
 * catalogue ranked.
 *
 * <p>Arguments as for {@link HoldoutQuality}. Choose settings on {@code validation}, for which the newest item of the training part is
 * to be found and the test item is not looked at.
 */
public final class NewestItemQuality {
    private NewestItemQuality() {}

    /** Prints the settings, the seconds of training and the metrics, in one line, and popularity in another. */
    public static void main(String[] args) throws IOException {
        QualityRun run = QualityRun.of(args);
        HeldOutItems split = HeldOutItems.newest(HoldoutQuality.read(run.folder()));
        if (!run.test()) {
            split = HeldOutItems.newest(split.train());
        }
        run.measure(split);
        run.measureBeside("popularity-count", split);
    }
}
