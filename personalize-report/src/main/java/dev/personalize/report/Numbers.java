package dev.personalize.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text, the same in every country. */
final class Numbers {
    private Numbers() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String decimal(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
    }

    static String percent(double share) {
        return Double.isNaN(share)
                ? "–"
                : String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** {@return a number with as few characters as tell it apart} */
    static String brief(double value) {
        return brief(value, Math.abs(value));
    }

    /** {@return a number in the unit, one, thousand or million, that suits the largest one beside it} */
    static String brief(double value, double largest) {
        if (value == 0) {
            return "0";
        }
        if (largest >= 1e6) {
            return plain(value / 1e6) + "M";
        }
        return largest >= 1e4 ? plain(value / 1e3) + "k" : plain(value);
    }

    private static String plain(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** {@return a length of a drawing, with a tenth of a unit} */
    static String length(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
