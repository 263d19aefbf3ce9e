package dev.personalize.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quality of a recipe when a random fifth of each user's distinct items, rounded down, is held out: all items of the training
 * part are ranked but the user's own, means over users with something held out. On MovieLens 1M that is the file in the form
 * of SASRec: every rating counts, users and items with at least 5.
 *
 * <p>Arguments: a folder with {@code sasrec-ml-1m.txt} ({@code user item} a line), {@code Beauty.txt} ({@code user item item
 * …} a line) or {@code interactions.csv} (columns {@code USER_ID} and {@code ITEM_ID}), plain or with {@code .gz}; the first
 * of them that is there is read; {@code validation} or {@code test}; the name of a recipe; then hyperparameters as
 * {@code name=value}. Choose settings on {@code validation}, for which 15 % of the training part are held out and the test
 * part is not looked at.
 */
public final class HoldoutQuality {
    private static final int TEST_PERCENT = 20;
    private static final int VALIDATION_PERCENT = 15;
    private static final long TEST_SEED = 7;
    private static final long VALIDATION_SEED = 8;

    private static final String PAIRS = "sasrec-ml-1m.txt";
    private static final String SEQUENCES = "Beauty.txt";
    private static final String CSV = "interactions.csv";

    private HoldoutQuality() {}

    /** Prints the settings, the seconds of training and the metrics, in one line, and popularity in another. */
    public static void main(String[] args) throws IOException {
        QualityRun run = QualityRun.of(args);
        HeldOutItems split = HeldOutItems.carve(read(run.folder()), TEST_PERCENT, 0, TEST_SEED);
        if (!run.test()) {
            split = HeldOutItems.carve(split.train(), VALIDATION_PERCENT, 0, VALIDATION_SEED);
        }
        run.measure(split);
        run.measureBeside("popularity-count", split);
    }

    /** {@return the distinct items of each user, in their order} */
    static List<List<String>> read(Path folder) throws IOException {
        if (HeldOutItems.exists(folder, PAIRS)) {
            return grouped(HeldOutItems.lines(folder, PAIRS), " ", 0, 1);
        }
        if (HeldOutItems.exists(folder, SEQUENCES)) {
            return HeldOutItems.userLines(HeldOutItems.lines(folder, SEQUENCES));
        }
        List<String> lines = HeldOutItems.lines(folder, CSV);
        List<String> names = Arrays.asList(lines.get(0).split(",", -1));
        return grouped(lines.subList(1, lines.size()), ",", names.indexOf("USER_ID"), names.indexOf("ITEM_ID"));
    }

    private static List<List<String>> grouped(List<String> lines, String separator, int user, int item) {
        Map<String, Set<String>> itemsOfUser = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split(separator, -1);
            itemsOfUser
                    .computeIfAbsent(cells[user], id -> new LinkedHashSet<>())
                    .add(cells[item]);
        }
        List<List<String>> grouped = new ArrayList<>();
        itemsOfUser.values().forEach(items -> grouped.add(List.copyOf(items)));
        return grouped;
    }
}
