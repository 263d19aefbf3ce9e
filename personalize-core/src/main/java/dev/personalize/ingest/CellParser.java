package dev.personalize.ingest;

import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the text of one column into values of its field, and holds the service's rules about them. */
final class CellParser {
    static final int ID_LIMIT = 256;
    static final int STRING_LIMIT = 1000;
    static final int TEXTUAL_LIMIT = 20_000;

    private static final long YEAR_0001 = -62_135_596_800L;
    private static final long YEAR_9999_END = 253_402_300_799L;

    private final Field field;
    private final Rule rule;

    @FunctionalInterface
    private interface Rule {
        /** {@return the value of a text that is not empty, or null when nothing is left of it} */
        @Nullable Object parse(String text) throws BadValueException;
    }

    CellParser(DatasetType dataset, Field field) {
        this.field = field;
        this.rule = rule(dataset, field);
    }

    private static Rule rule(DatasetType dataset, Field field) {
        return switch (field.type()) {
            case STRING -> stringRule(dataset, field);
            case INT -> text -> number(NumberText.parseInt(text), "is not an int: a whole number of at most 32 bits");
            case LONG -> longRule(dataset, field);
            case FLOAT -> text -> number(NumberText.parseFloat(text), "is not a float, such as 4 or 4.5 or 1e-3");
            case DOUBLE -> text -> number(NumberText.parseDouble(text), "is not a double, such as 4 or 4.5 or 1e-3");
            case BOOLEAN -> CellParser::truth;
        };
    }

    private static Rule stringRule(DatasetType dataset, Field field) {
        if (isId(dataset, field.name())) {
            return text -> limited(text, ID_LIMIT);
        }
        if (dataset == DatasetType.ACTION_INTERACTIONS && field.name().equals("EVENT_TYPE")) {
            return CellParser::actionEventType;
        }
        return field.textual() ? CellParser::textual : text -> limited(text, STRING_LIMIT);
    }

    private static boolean isId(DatasetType dataset, String field) {
        return switch (dataset) {
            case INTERACTIONS -> field.equals("USER_ID") || field.equals("ITEM_ID");
            case ACTION_INTERACTIONS -> field.equals("USER_ID") || field.equals("ACTION_ID");
            case ITEMS, USERS, ACTIONS -> field.equals(dataset.idField());
        };
    }

    private static Rule longRule(DatasetType dataset, Field field) {
        if (isTimestamp(dataset, field.name())) {
            return CellParser::timestamp;
        }
        if (dataset == DatasetType.ACTIONS && field.name().equals("VALUE")) {
            return text -> wholeNumber(text, 1, 10, "is not an action's value");
        }
        if (dataset == DatasetType.ACTIONS && field.name().equals("REPEAT_FREQUENCY")) {
            return text -> wholeNumber(text, 0, 30, "is not a number of days");
        }
        return text -> number(NumberText.parseLong(text), "is not a long: a whole number of at most 64 bits");
    }

    private static boolean isTimestamp(DatasetType dataset, String field) {
        return switch (dataset) {
            case INTERACTIONS, ACTION_INTERACTIONS -> field.equals("TIMESTAMP");
            case ITEMS -> field.equals("CREATION_TIMESTAMP");
            case USERS -> false;
            case ACTIONS ->
                field.equals("CREATION_TIMESTAMP")
                        || field.equals("EXPIRATION_TIMESTAMP")
                        || field.equals("ACTION_EXPIRATION_TIMESTAMP");
        };
    }

    /** {@return the value, null for an empty text of a nullable field} */
    @Nullable Object parse(String text) throws BadValueException {
        Object value = text.isEmpty() ? null : rule.parse(text);
        if (value == null && !field.nullable()) {
            throw new BadValueException("is empty, but the field is not nullable; fill it in, or make its type [" + "\""
                    + field.type().name().toLowerCase(Locale.ROOT) + "\", \"null\"] in the schema");
        }
        return value;
    }

    private static Object number(@Nullable Object number, String otherwise) throws BadValueException {
        if (number == null) {
            throw new BadValueException(otherwise + "; blanks, units and thousands separators are not allowed");
        }
        return number;
    }

    private static Object wholeNumber(String text, long least, long most, String otherwise) throws BadValueException {
        Long number = NumberText.parseLong(text);
        if (number == null || number < least || number > most) {
            throw new BadValueException(otherwise + "; write a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** The service's pages spell the three types differently; they are stored as its filters write them. */
    private static Object actionEventType(String text) throws BadValueException {
        String type = text.replace(' ', '_').toUpperCase(Locale.ROOT);
        return switch (type) {
            case "TAKEN", "NOT_TAKEN", "VIEWED" -> type;
            default -> throw new BadValueException("is not an event type of actions; write Taken, Not Taken or Viewed");
        };
    }

    private static Object timestamp(String text) throws BadValueException {
        Long seconds = NumberText.parseLong(text);
        if (seconds == null) {
            throw new BadValueException("is not a timestamp: a whole number of seconds since 1970-01-01T00:00:00Z");
        }
        if (seconds > YEAR_9999_END) {
            throw new BadValueException(
                    "is a timestamp after the year 9999; it looks like milliseconds, write seconds since 1970");
        }
        if (seconds < YEAR_0001) {
            throw new BadValueException("is a timestamp before the year 1; write seconds since 1970");
        }
        return seconds;
    }

    private static Object truth(String text) throws BadValueException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException("is not a boolean; write true or false");
        };
    }

    private static String limited(String text, int limit) throws BadValueException {
        if (text.length() > limit && text.codePointCount(0, text.length()) > limit) {
            throw new BadValueException("has " + text.codePointCount(0, text.length()) + " characters, more than "
                    + limit + "; shorten it, and look for a missing quote earlier in the line");
        }
        return text;
    }

    private static @Nullable String textual(String text) {
        String plain = Markup.strip(text);
        if (plain.length() > TEXTUAL_LIMIT && plain.codePointCount(0, plain.length()) > TEXTUAL_LIMIT) {
            plain = plain.substring(0, plain.offsetByCodePoints(0, TEXTUAL_LIMIT))
                    .stripTrailing();
        }
        return plain.isEmpty() ? null : plain;
    }
}
