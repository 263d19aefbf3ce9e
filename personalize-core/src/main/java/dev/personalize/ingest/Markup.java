package dev.personalize.ingest;

/** Makes plain text of a textual value. */
final class Markup {
    private static final int ENTITY_LIMIT = 32;

    private Markup() {}

    /**
     * {@return {@code text} without HTML or XML tags, comments and entities, each run of them and of white space replaced by
     * one space, and none at either end}. A {@code <} or {@code &} that begins neither stays.
     */
    static String strip(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            int end = c == '<' ? tagEnd(text, position) : c == '&' ? entityEnd(text, position) : position;
            boolean blank = end > position || Character.isWhitespace(c);
            if (!blank) {
                plain.append(c);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
            position = Math.max(end, position + 1);
        }
        if (!plain.isEmpty() && plain.charAt(plain.length() - 1) == ' ') {
            plain.setLength(plain.length() - 1);
        }
        return plain.toString();
    }

    /** {@return the position behind the tag or comment that begins at {@code from}, or {@code from} when none does} */
    private static int tagEnd(String text, int from) {
        if (text.startsWith("<!--", from)) {
            int close = text.indexOf("-->", from + 4);
            return close < 0 ? text.length() : close + 3;
        }
        if (from + 1 == text.length() || !beginsTag(text.charAt(from + 1))) {
            return from;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '>') {
                return i + 1;
            }
            if (text.charAt(i) == '<') {
                break;
            }
        }
        return from;
    }

    private static boolean beginsTag(char c) {
        return c == '/' || c == '!' || c == '?' || isLetter(c);
    }

    /** As {@link #tagEnd}, for an entity, named or numbered. */
    private static int entityEnd(String text, int from) {
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
