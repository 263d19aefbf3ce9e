package dev.personalize.data;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The different texts of a column as numbers from 1, and of a categorical one the categories in each. Grows only. One thread adds;
 * any number looks up what it had when they learned of a code.
 */
final class TextDictionary {
    private static final int[] NONE = {};

    private final boolean categorical;
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final Map<String, Integer> categoryNumbers = new ConcurrentHashMap<>();
    private String[] texts = new String[16];
    private int[][] categories = new int[16][];
    private int size;

    TextDictionary(boolean categorical) {
        this.categorical = categorical;
    }

    /** What was known at a moment; the arrays are not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // shared by all versions, never compared
    record View(TextDictionary dictionary, String[] texts, int[][] categories) {
        String text(int code) {
            return texts[code];
        }
    }

    View view() {
        return new View(this, texts, categories);
    }

    int size() {
        return size;
    }

    /** {@return the code of a text, added if need be} */
    int code(String text) {
        Integer known = codes.get(text);
        return known != null ? known : add(text);
    }

    private int add(String text) {
        int code = ++size;
        if (code == texts.length) {
            texts = Arrays.copyOf(texts, 2 * code);
            categories = Arrays.copyOf(categories, 2 * code);
        }
        texts[code] = text;
        categories[code] = categorical ? categoriesOf(text) : NONE;
        codes.put(text, code);
        return code;
    }

    /** A text without bars is found by its own code, so its one category needs no list. */
    private int[] categoriesOf(String text) {
        if (text.indexOf('|') < 0) {
            return NONE;
        }
        return Arrays.stream(text.split("\\|", -1))
                .filter(category -> !category.isEmpty())
                .mapToInt(this::category)
                .distinct()
                .sorted()
                .toArray();
    }

    private int category(String category) {
        Integer known = categoryNumbers.get(category);
        if (known == null) {
            known = categoryNumbers.size() + 1;
            categoryNumbers.put(category, known);
        }
        return known;
    }

    /** {@return the code of a text, or 0 when there is none} */
    int findText(String text) {
        return codes.getOrDefault(text, 0);
    }

    /** {@return the number of a category that stands beside others somewhere, or 0 when it does not} */
    int findCategory(String category) {
        return categoryNumbers.getOrDefault(category, 0);
    }
}
