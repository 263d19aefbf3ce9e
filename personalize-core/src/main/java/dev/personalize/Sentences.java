package dev.personalize;

import java.math.BigDecimal;
import java.math.MathContext;

/** The wording of explanations. */
final class Sentences {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Sentences() {}

    /** {@return a sentence about one thing that is a part of a score} */
    static String part(String subject, double value, double share) {
        return sentence(subject, value < 0 ? " takes away " : " adds ", value, share);
    }

    /** {@return a sentence about several things that together are a part of a score} */
    static String parts(String subjects, double value, double share) {
        return sentence(subjects, value < 0 ? " take away " : " add ", value, share);
    }

    private static String sentence(String subject, String verb, double value, double share) {
        return subject + verb + number(Math.abs(value)) + " (" + Math.round(100 * share) + "%).";
    }

    /** {@return whole numbers as they are, others with three significant digits, without an exponent} */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = value == Math.rint(value) ? exact : exact.round(THREE_DIGITS);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
