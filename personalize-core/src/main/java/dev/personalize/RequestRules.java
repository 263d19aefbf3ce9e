package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The service's bounds of what a request may carry. */
final class RequestRules {
    private static final int RESULTS_WITH_METADATA = 50;
    private static final int METADATA_COLUMNS = 10;
    private static final int CONTEXT_ENTRIES = 150;
    private static final int CONTEXT_VALUE = 1000;
    private static final Pattern CONTEXT_KEY = Pattern.compile("[A-Za-z\\d_]{1,150}");
    private static final int FILTER_VALUES = 25;
    private static final int FILTER_KEY = 50;
    private static final int FILTER_VALUE = 1000;
    private static final int ID = 256;
    private static final int HISTORY = 1000;
    private static final int PROMOTIONS = 10;
    private static final int CAPS = 10;

    private RequestRules() {}

    static void checkColumns(List<String> columns) {
        if (columns.size() > METADATA_COLUMNS) {
            throw new InvalidInputException(
                    "at most " + METADATA_COLUMNS + " metadata columns may be asked for, were " + columns.size());
        }
    }

    /** {@return {@code limit}, or the smaller one of answers with metadata} */
    static int most(int limit, List<String> metadataColumns) {
        return metadataColumns.isEmpty() ? limit : RESULTS_WITH_METADATA;
    }

    static void checkContext(Map<String, String> context) {
        if (context.size() > CONTEXT_ENTRIES) {
            throw new InvalidInputException("a context may have " + CONTEXT_ENTRIES + " entries, has " + context.size()
                    + ": send those the interactions schema names");
        }
        context.forEach((key, value) -> {
            if (!CONTEXT_KEY.matcher(key).matches()) {
                throw new InvalidInputException("context key '" + shown(key)
                        + "' must have 1 to 150 letters, digits and underscores: use the column's name");
            }
            requireLength("the value of context '" + key + "'", value, CONTEXT_VALUE);
        });
    }

    static void checkFilterValues(Map<String, String> values) {
        if (values.size() > FILTER_VALUES) {
            throw new InvalidInputException(
                    "a request may have " + FILTER_VALUES + " filter values, has " + values.size());
        }
        values.forEach((key, value) -> {
            requireLength("the name of filter value '" + shown(key) + "'", key, FILTER_KEY);
            requireLength("filter value '" + key + "'", value, FILTER_VALUE);
        });
    }

    static void checkId(String name, String id) {
        if (id.isEmpty() || id.length() > ID) {
            throw new InvalidInputException(
                    name + " has " + id.length() + " characters; it must have 1 to " + ID + ", as when it was stored");
        }
    }

    static void checkHistory(List<Event> history) {
        if (history.size() > HISTORY) {
            throw new InvalidInputException("a request may bring " + HISTORY + " events of its own, has "
                    + history.size() + ": send the newest");
        }
    }

    static void checkPromotions(List<Promotion> promotions, int numResults) {
        if (promotions.size() > PROMOTIONS) {
            throw new InvalidInputException(
                    "a request may have " + PROMOTIONS + " promotions, has " + promotions.size());
        }
        Set<String> names = new HashSet<>();
        Set<Integer> slots = new HashSet<>();
        int percent = 0;
        for (Promotion promotion : promotions) {
            if (!names.add(promotion.name())) {
                throw new InvalidInputException("two promotions are named '" + promotion.name() + "'");
            }
            for (int slot : promotion.slots()) {
                if (slot > numResults || !slots.add(slot)) {
                    throw new InvalidInputException("promotion '" + promotion.name() + "' asks for slot " + slot
                            + (slot > numResults ? " of " + numResults : ", which another one has")
                            + ": give it a slot of its own in [1, " + numResults + "]");
                }
            }
            percent += promotion.percent();
        }
        if (percent > 100) {
            throw new InvalidInputException(
                    "the promotions ask for " + percent + " percent of the answer, more than 100");
        }
    }

    static void checkCaps(Map<String, Integer> caps) {
        if (caps.size() > CAPS) {
            throw new InvalidInputException("a request may have caps of " + CAPS + " columns, has " + caps.size());
        }
        caps.forEach((column, cap) -> {
            if (cap < 1) {
                throw new InvalidInputException("the most items of a value of " + column + " must be at least 1, was "
                        + cap + ": to leave a value out, use a filter");
            }
        });
    }

    static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidInputException(name + " must lie in [0, 1], was " + share);
        }
    }

    private static void requireLength(String what, String text, int limit) {
        if (text.length() > limit) {
            throw new InvalidInputException(
                    what + " has " + text.length() + " characters, more than " + limit + ": shorten it");
        }
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
