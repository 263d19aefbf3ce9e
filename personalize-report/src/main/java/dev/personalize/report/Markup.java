package dev.personalize.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML that is also well-formed XML. All text and all values of attributes are escaped; nothing gets in unescaped. */
final class Markup {
    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    Markup open(String tag, String... attributes) {
        out.append('<').append(tag);
        attributes(attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** An element that is empty. Only of tags that HTML lets be empty. */
    Markup leaf(String tag, String... attributes) {
        out.append('<').append(tag);
        attributes(attributes);
        out.append("/>");
        return this;
    }

    private void attributes(String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    /** Closes what was opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element with nothing but text. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isText(c) ? c : '\uFFFD');
            }
        });
    }

    /** {@return whether XML lets a text have the character: most control characters and lone surrogates it does not} */
    private static boolean isText(int c) {
        boolean control = c < ' ' && c != '\n' && c != '\t';
        boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !control && !lone && c != 0xFFFE && c != 0xFFFF;
    }

    /** {@return the document; all elements must be closed} */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }
}
