package dev.personalize.insight;

import java.util.Locale;

/** Numbers in sentences. */
final class Words {
    private Words() {}

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    static String percent(long part, long whole) {
        return percent(whole == 0 ? 0 : (double) part / whole);
    }
}
