package dev.personalize.ingest;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** Makes plain text of a textual value. For one text. */
final class Markup {
    private static final int ENTITY_LIMIT = 32;

    private final String text;
    private final StringBuilder plain;

    /** Where in {@code plain} a {@code <} stands that a later {@code >} would make a tag of. */
    private final IntArrayList openTags = new IntArrayList();

    private Markup(String text) {
        this.text = text;
        this.plain = new StringBuilder(text.length());
    }

    /**
     * {@return {@code text} without HTML or XML tags, comments and entities, each run of them and of white space replaced by
     * one space, and none at either end}. A {@code <} or {@code &} that begins neither stays. Plain text has nothing left to
     * strip: tags inside a tag go with it, so that stripping twice is stripping once.
     */
    static String strip(String text) {
        return new Markup(text).strip();
    }

    private String strip() {
        int position = 0;
        while (position < text.length()) {
            position = step(position);
        }
        if (!plain.isEmpty() && plain.charAt(plain.length() - 1) == ' ') {
            plain.setLength(plain.length() - 1);
        }
        return plain.toString();
    }

    /** {@return the position behind the character, comment or entity at {@code position}} */
    private int step(int position) {
        char c = text.charAt(position);
        int end = c == '<' ? commentEnd(position) : c == '&' ? entityEnd(position) : position;
        if (end > position || Character.isWhitespace(c)) {
            appendBlank();
            return Math.max(end, position + 1);
        }
        if (c == '>' && !openTags.isEmpty()) {
            plain.setLength(openTags.popInt());
            appendBlank();
            return position + 1;
        }
        if (c == '<' && position + 1 < text.length() && beginsTag(text.charAt(position + 1))) {
            openTags.push(plain.length());
        }
        plain.append(c);
        return position + 1;
    }

    private void appendBlank() {
        if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
        }
    }

    /** {@return the position behind the comment that begins at {@code from}, or {@code from} when none does} */
    private int commentEnd(int from) {
        if (!text.startsWith("<!--", from)) {
            return from;
        }
        int close = text.indexOf("-->", from + 4);
        return close < 0 ? text.length() : close + 3;
    }

    private static boolean beginsTag(char c) {
        return c == '/' || c == '!' || c == '?' || isLetter(c);
    }

    /** As {@link #commentEnd}, for an entity, named or numbered. */
    private int entityEnd(int from) {
        int name = text.startsWith("#", from + 1) ? from + 2 : from + 1;
        int end = name;
        int limit = Math.min(text.length(), from + ENTITY_LIMIT);
        while (end < limit && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end > name && end < limit && text.charAt(end) == ';' ? end + 1 : from;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
