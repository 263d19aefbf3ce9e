package dev.personalize.recipes.content;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The n-grams of a text as numbers: words, pairs of neighbouring words, and runs of 3 to 5 characters of a word with its borders;
 * in scripts that write words without spaces between them, of 2 and 3. Small and capital letters, and forms of a letter that
 * Unicode calls compatible, are the same. Stateless.
 *
 * <p>A gram is known by its hash alone, so a vocabulary holds no strings, and a text of tomorrow has the numbers of today's.
 */
final class TextGrams {
    /** So many different numbers there are. */
    static final int BUCKETS = 1 << 22;

    private static final int WORD = 0x1234_5677;
    private static final int PAIR = 0x2345_6789;
    private static final int RUN = 0x3456_789b;
    private static final int CATEGORY = 0x4567_89ad;
    private static final int BORDER = 0x11_0000; // beyond all characters

    private TextGrams() {}

    /** {@return the grams of a text, ascending, as often as it has them} */
    static int[] of(String text) {
        Collected grams = new Collected();
        addText(text, grams::add);
        return grams.sorted();
    }

    /** {@return the grams of categories of a column: one each} */
    static int[] ofCategories(String column, Iterable<String> categories) {
        Collected grams = new Collected();
        for (String category : categories) {
            grams.add(bucket(hash(hash(CATEGORY, column), category)));
        }
        return grams.sorted();
    }

    private static void addText(String text, IntConsumer grams) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int before = 0;
        int[] word = new int[plain.length() + 2];
        int size = 0;
        for (int i = 0; i <= plain.length(); ) {
            int character = i < plain.length() ? plain.codePointAt(i) : ' ';
            if (Character.isLetterOrDigit(character) || isMark(character)) {
                word[++size] = character;
            } else if (size > 0) {
                int hash = hash(WORD, word, 1, size + 1);
                grams.accept(bucket(hash));
                if (before != 0) {
                    grams.accept(bucket(hash(PAIR, new int[] {before, hash}, 0, 2)));
                }
                addRuns(word, size, grams);
                before = hash;
                size = 0;
            }
            i += Character.charCount(character);
        }
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** @param word characters at 1 … size; the borders are set here */
    private static void addRuns(int[] word, int size, IntConsumer grams) {
        word[0] = BORDER;
        word[size + 1] = BORDER;
        boolean unspaced = isUnspaced(word[1]);
        int least = unspaced ? 2 : 3;
        int most = unspaced ? 3 : 5;
        for (int length = least; length <= most; length++) {
            for (int from = 0; from + length <= size + 2; from++) {
                grams.accept(bucket(hash(RUN + length, word, from, from + length)));
            }
        }
    }

    private static boolean isUnspaced(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static int hash(int seed, String text) {
        int[] characters = text.codePoints().toArray();
        return hash(seed, characters, 0, characters.length);
    }

    private static int hash(int seed, int[] values, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ values[i]) * 0x0100_0193;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private static int bucket(int hash) {
        int mixed = hash * 0x9E37_79B9;
        return (mixed ^ mixed >>> 13) >>> (Integer.SIZE - 22);
    }

    /** For one thread. */
    private static final class Collected {
        private int[] values = new int[64];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int[] sorted() {
            int[] all = Arrays.copyOf(values, size);
            Arrays.sort(all);
            return all;
        }
    }
}
