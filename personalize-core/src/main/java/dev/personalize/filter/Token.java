package dev.personalize.filter;

import java.math.BigDecimal;

/**
 * A piece of an expression.
 *
 * @param text the word, the name of the parameter, the content of the quotes, the digits or the symbol
 * @param column where it begins, from 1
 * @param end column after its last character
 */
record Token(Kind kind, String text, int column, int end) {
    /** What a token is. */
    enum Kind {
        WORD,
        PARAMETER,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    BigDecimal number() {
        return new BigDecimal(text);
    }
}
