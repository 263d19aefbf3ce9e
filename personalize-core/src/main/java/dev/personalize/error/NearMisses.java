package dev.personalize.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant by a name that is not known. */
public final class NearMisses {
    /** One letter in so many may be wrong. */
    private static final int LETTERS_A_MISTAKE = 3;

    private static final int MOST = 3;
    /** Letters of a name that are looked at: nobody means anything by more. */
    private static final int COMPARED = 200;

    private NearMisses() {}

    /**
     * {@return {@code "did you mean 'a' or 'b'? "} with the one to three names nearest to a wrong one, nearest first; empty where all are
     * far from it}
     */
    public static String question(String wrong, Collection<String> names) {
        String plain = plain(wrong.length() > COMPARED ? wrong.substring(0, COMPARED) : wrong);
        List<String> near = names.stream()
                .filter(name -> isNear(plain, plain(name)))
                .sorted(Comparator.comparingInt(name -> distance(plain, plain(name))))
                .limit(MOST)
                .toList();
        return near.isEmpty() ? "" : "did you mean '" + String.join("' or '", near) + "'? ";
    }

    private static boolean isNear(String wrong, String name) {
        return distance(wrong, name) <= Math.max(1, wrong.length() / LETTERS_A_MISTAKE)
                || (!wrong.isEmpty() && name.contains(wrong))
                || (!name.isEmpty() && wrong.contains(name));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** {@return the Levenshtein distance: letters to insert, delete or replace to make one word of the other} */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
