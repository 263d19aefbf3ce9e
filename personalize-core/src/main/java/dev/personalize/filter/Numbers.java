package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Token.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers that fields are compared with. */
final class Numbers {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** {@return the number a text in quotes is, or null when it is none} */
    static @Nullable BigDecimal find(String text) {
        try {
            List<Token> tokens = Tokenizer.tokens("number", text);
            return tokens.get(0).kind() == Kind.NUMBER && tokens.size() == 2
                    ? tokens.get(0).number()
                    : null;
        } catch (InvalidInputException e) {
            return null;
        }
    }

    /** {@return the next whole number in a direction, or the last long there is} */
    static long whole(BigDecimal number, RoundingMode direction) {
        return number.setScale(0, direction).max(LEAST).min(MOST).longValueExact();
    }

    /** {@return whether a long can be equal to it} */
    static boolean isLong(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0;
    }
}
