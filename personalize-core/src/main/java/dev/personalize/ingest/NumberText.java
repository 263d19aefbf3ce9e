package dev.personalize.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Numbers written as text: an optional sign and ASCII digits, for float and double also a fraction and an exponent. Blanks,
 * NaN, infinities and everything else Java's own parsers take besides are no number here. Results are those of Java's
 * parsers; null means there is none.
 */
final class NumberText {
    private static final int EXACT_FLOAT = 1 << 24;
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final float[] FLOAT_POWERS = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};
    private static final double[] DOUBLE_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private NumberText() {}

    static @Nullable Long parseLong(String text) {
        int from = signLength(text);
        int digits = text.length() - from;
        if (digits <= 18) {
            long magnitude = digits == 0 ? -1 : magnitude(text, from, text.length());
            if (magnitude < 0) {
                return null;
            }
            return text.charAt(0) == '-' ? -magnitude : magnitude;
        }
        if (!isDigits(text, from, text.length())) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null; // 19 digits or more, beyond 64 bits
        }
    }

    static @Nullable Integer parseInt(String text) {
        Long number = parseLong(text);
        return number == null || number.intValue() != number ? null : (Integer) number.intValue();
    }

    static @Nullable Float parseFloat(String text) {
        int point = text.indexOf('.');
        long mantissa = shortMantissa(text, point);
        int fraction = point < 0 ? 0 : text.length() - point - 1;
        if (mantissa >= 0 && mantissa <= EXACT_FLOAT && fraction < FLOAT_POWERS.length) {
            // Both operands are exact, so the one rounding of the division is the one a parser makes.
            float magnitude = mantissa / FLOAT_POWERS[fraction];
            return text.charAt(0) == '-' ? -magnitude : magnitude;
        }
        if (!isDecimal(text)) {
            return null;
        }
        float number = Float.parseFloat(text);
        return Float.isInfinite(number) ? null : (Float) number;
    }

    static @Nullable Double parseDouble(String text) {
        int point = text.indexOf('.');
        long mantissa = shortMantissa(text, point);
        int fraction = point < 0 ? 0 : text.length() - point - 1;
        if (mantissa >= 0 && mantissa <= EXACT_DOUBLE && fraction < DOUBLE_POWERS.length) {
            double magnitude = mantissa / DOUBLE_POWERS[fraction];
            return text.charAt(0) == '-' ? -magnitude : magnitude;
        }
        if (!isDecimal(text)) {
            return null;
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? null : (Double) number;
    }

    /** {@return the digits around the point as one number, or -1 when they are not plain or more than 18} */
    private static long shortMantissa(String text, int point) {
        int from = signLength(text);
        int to = text.length();
        int digits = to - from - (point < 0 ? 0 : 1);
        if (digits < 1 || digits > 18) {
            return -1;
        }
        if (point < 0) {
            return magnitude(text, from, to);
        }
        if (!isDigits(text, from, point) || !isDigits(text, point + 1, to)) {
            return -1;
        }
        long whole = magnitude(text, from, point);
        for (int i = point + 1; i < to; i++) {
            whole = 10 * whole + (text.charAt(i) - '0');
        }
        return whole;
    }

    private static int signLength(String text) {
        return !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** {@return at most 18 digits as a number, or -1 when there is something else among them} */
    private static long magnitude(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** {@return whether the text is sign? (digits point? digits? | point digits) exponent?} */
    private static boolean isDecimal(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        int end = exponent < 0 ? text.length() : exponent;
        int from = signLength(text);
        int point = text.indexOf('.');
        boolean digits;
        if (point < 0 || point >= end) {
            digits = end > from && isDigits(text, from, end);
        } else {
            digits = end - from > 1 && isDigits(text, from, point) && isDigits(text, point + 1, end);
        }
        return digits && (exponent < 0 || parseInt(text.substring(exponent + 1)) != null);
    }
}
