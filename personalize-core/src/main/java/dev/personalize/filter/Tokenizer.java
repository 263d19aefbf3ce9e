package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens; the last one is an END. */
final class Tokenizer {
    private static final int MOST_SHOWN = 40;
    private static final int MOST_DIGITS = 60;
    private static final int MOST_NUMBER = 100;
    private static final int MOST_EXPONENT = 400;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    private static final List<String> SYMBOLS = List.of("<=", ">=", "!=", "<", ">", "=", "(", ")", ",", ".", "*", "|");

    private final String what;
    private final String text;
    private int at;

    /** @param what names the text in messages */
    private Tokenizer(String what, String text) {
        this.what = what;
        this.text = text;
    }

    static List<Token> tokens(String what, String text) {
        Tokenizer tokenizer = new Tokenizer(what, text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(tokenizer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return token(Token.Kind.END, "", at);
        }
        char first = text.charAt(at);
        if (isWordStart(first)) {
            return word(Token.Kind.WORD, at);
        }
        if (first == '$') {
            if (at + 1 == text.length() || !isWordStart(text.charAt(at + 1))) {
                throw error(what, text, at + 1, "expected the name of a parameter after $, such as $GENRES");
            }
            return word(Token.Kind.PARAMETER, at + 1);
        }
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        if (isDigit(first) || first == '-') {
            return number();
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                return token(Token.Kind.SYMBOL, symbol, at + symbol.length());
            }
        }
        throw error(
                what,
                text,
                at + 1,
                "did not expect " + shown(Character.toString(text.codePointAt(at))) + " outside quotes");
    }

    private Token word(Token.Kind kind, int begin) {
        int end = begin;
        while (end < text.length() && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return token(kind, text.substring(begin, end), end);
    }

    private Token number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        int end = number.lookingAt() ? number.end() : at;
        boolean goesOn = end < text.length() && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)));
        if (end == at || goesOn || end - at > MOST_NUMBER || !isOrdinary(new BigDecimal(text.substring(at, end)))) {
            throw error(
                    what,
                    text,
                    at + 1,
                    "expected a number such as -3, 2.5 or 1e6, of at most " + MOST_DIGITS
                            + " digits; a text stands in quotes");
        }
        return token(Token.Kind.NUMBER, text.substring(at, end), end);
    }

    /** Numbers nobody means would take long to compute with. */
    static boolean isOrdinary(BigDecimal number) {
        return number.precision() <= MOST_DIGITS
                && Math.abs((long) number.precision() - number.scale()) <= MOST_EXPONENT;
    }

    /** A backslash before a quote or another backslash lets it be part of the text. */
    private Token quoted(char quote) {
        StringBuilder content = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == quote) {
                return token(Token.Kind.TEXT, content.toString(), i + 1);
            }
            if (next == '\\' && i + 1 < text.length() && "\\\"'".indexOf(text.charAt(i + 1)) >= 0) {
                next = text.charAt(++i);
            }
            content.append(next);
        }
        throw error(what, text, at + 1, "the quote " + quote + " that opens here is never closed");
    }

    private Token token(Token.Kind kind, String content, int end) {
        Token token = new Token(kind, content, at + 1, end + 1);
        at = end;
        return token;
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@return the error at a column, with what stands there and a caret below it} */
    static InvalidInputException error(String what, String text, int column, String problem) {
        int from = Math.max(0, column - 1 - MOST_SHOWN);
        int to = Math.min(text.length(), column - 1 + MOST_SHOWN);
        String before = (from > 0 ? "..." : "") + printable(text.substring(from, column - 1));
        String after = printable(text.substring(column - 1, to)) + (to < text.length() ? "..." : "");
        return new InvalidInputException(what + ", column " + column + ": " + problem + "\n  " + before + after + "\n  "
                + " ".repeat(before.length()) + "^");
    }

    /** {@return a piece of the text for a message} */
    static String shown(String piece) {
        String whole = printable(piece);
        return "'" + (whole.length() > MOST_SHOWN ? whole.substring(0, MOST_SHOWN) + "..." : whole) + "'";
    }

    private static String printable(String piece) {
        return piece.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
    }
}
