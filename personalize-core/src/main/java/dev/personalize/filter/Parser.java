package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Condition.Test;
import dev.personalize.filter.Condition.Unit;
import dev.personalize.filter.Condition.Window;
import dev.personalize.filter.Token.Kind;
import dev.personalize.filter.Value.Any;
import dev.personalize.filter.Value.CurrentItem;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Parameter;
import dev.personalize.filter.Value.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression, by recursive descent:
 *
 * <pre>
 * filter    := rule { '|' rule }
 * rule      := ( INCLUDE | EXCLUDE ) ( ItemID | UserID | ActionID ) WHERE any [ IF any ]
 * any       := all { OR all }
 * all       := condition { AND condition }
 * condition := '(' any ')' | field operator value [ WITHIN ( number | $NAME ) unit ]
 * operator  := IN | NOT IN | '=' | '!=' | '&lt;' | '&lt;=' | '&gt;' | '&gt;='
 * value     := '(' one { ',' one } ')' | one
 * one       := text | number | $NAME | CurrentItem.field | '*'
 * </pre>
 *
 * For one text.
 */
final class Parser {
    static final String WHAT = "filter expression";

    private static final int MOST_NESTED = 100;

    private final String text;
    private final List<Token> tokens;
    private int next;
    private int nested;
    private boolean inWhen;
    private FilterTarget target = FilterTarget.ITEM;

    private Parser(String text) {
        this.text = text;
        this.tokens = Tokenizer.tokens(WHAT, text);
    }

    static List<Rule> parse(String text) {
        Parser parser = new Parser(text);
        List<Rule> rules = new ArrayList<>();
        do {
            rules.add(parser.rule(rules));
        } while (parser.skipSymbol("|"));
        if (parser.peek().kind() != Kind.END) {
            throw parser.expected(parser.inWhen ? "AND, OR, '|' or the end" : "AND, OR, IF, '|' or the end");
        }
        return rules;
    }

    private Rule rule(List<Rule> before) {
        boolean include = skipWord("INCLUDE");
        if (!include && !skipWord("EXCLUDE")) {
            throw expected("INCLUDE or EXCLUDE");
        }
        int column = peek().column();
        target = target();
        if (!before.isEmpty() && before.get(0).target() != target) {
            throw error(
                    column,
                    "all parts of a filter must be about " + before.get(0).target() + "; make two filters");
        }
        if (!skipWord("WHERE")) {
            throw expected("WHERE");
        }
        inWhen = false;
        Condition where = any();
        inWhen = skipWord("IF");
        return new Rule(include, target, where, inWhen ? any() : null);
    }

    private FilterTarget target() {
        for (FilterTarget candidate : FilterTarget.values()) {
            if (skipWord(candidate.toString())) {
                return candidate;
            }
        }
        throw expected("ItemID, UserID or ActionID");
    }

    private Condition any() {
        return joined("OR", this::all, Condition.Or::new);
    }

    private Condition all() {
        return joined("AND", this::condition, Condition.And::new);
    }

    private Condition joined(String word, Supplier<Condition> part, Function<List<Condition>, Condition> join) {
        Condition first = part.get();
        if (!peek().isWord(word)) {
            return first;
        }
        List<Condition> parts = new ArrayList<>(List.of(first));
        while (skipWord(word)) {
            parts.add(part.get());
        }
        return join.apply(parts);
    }

    private Condition condition() {
        if (!peek().isSymbol("(")) {
            return test();
        }
        if (nested == MOST_NESTED) {
            throw error(peek().column(), "more than " + MOST_NESTED + " parentheses are open");
        }
        next++;
        nested++;
        Condition inner = any();
        nested--;
        if (!skipSymbol(")")) {
            throw expected("AND, OR or ')'");
        }
        return inner;
    }

    private Test test() {
        Token at = peek();
        FieldReference field = field();
        requireInPlace(field, at);
        Operator operator = operator();
        boolean events = field.source().isEvents();
        if (events && operator.isOrder()) {
            throw error(at.column(), "event types have no order: write " + field + " IN (\"Purchase\")");
        }
        List<Value> values = values(field, operator);
        Window within = events ? window() : null;
        // A type of event is one of a list, whichever way that is written.
        Operator plain =
                !events || operator.takesList() ? operator : operator.isNegation() ? Operator.NOT_IN : Operator.IN;
        return new Test(field, plain, values, within);
    }

    private FieldReference field() {
        Token word = peek();
        Source source = word.kind() == Kind.WORD ? Source.find(word.text()) : null;
        if (source == null) {
            throw expected(inWhen ? "CurrentUser.FIELD" : "a field such as " + example());
        }
        next++;
        if (!skipSymbol(".")) {
            throw expected("'.' and the name of a field of " + source);
        }
        Token name = peek();
        if (name.kind() != Kind.WORD) {
            throw expected("the name of a field of " + source);
        }
        next++;
        return new FieldReference(source, name.text(), word.column());
    }

    private String example() {
        return switch (target) {
            case ITEM -> "Items.GENRE or Interactions.EVENT_TYPE";
            case USER -> "Users.AGE or Interactions.EVENT_TYPE";
            case ACTION -> "Actions.VALUE or Action_Interactions.EVENT_TYPE";
        };
    }

    private void requireInPlace(FieldReference field, Token at) {
        Source source = field.source();
        if (inWhen != (source == Source.CURRENT_USER)) {
            throw error(
                    at.column(),
                    inWhen
                            ? "after IF only CurrentUser is asked, not " + source
                            : "CurrentUser is asked after IF, at the end: ... IF " + field + " ...");
        }
        if (source == Source.CURRENT_ITEM) {
            throw error(at.column(), "CurrentItem stands on the right: Items.PRICE < " + field);
        }
        if (!source.goesWith(target)) {
            throw error(
                    at.column(),
                    source + " does not go with " + target + "; expected " + example()
                            + (source == Source.USERS ? ", or at the end IF CurrentUser." + field.name() : ""));
        }
        if (source.isEvents() && !field.name().equalsIgnoreCase("EVENT_TYPE")) {
            throw error(
                    at.column(),
                    "only EVENT_TYPE of " + source + " can be asked, not " + field.name()
                            + "; how old an event may be is said with WITHIN 7 DAYS");
        }
    }

    private Operator operator() {
        Token token = peek();
        next++;
        if (token.isWord("IN")) {
            return Operator.IN;
        }
        if (token.isWord("NOT") && skipWord("IN")) {
            return Operator.NOT_IN;
        }
        for (Operator operator : Operator.values()) {
            if (token.isSymbol(operator.toString())) {
                return operator;
            }
        }
        next--;
        throw expected("IN, NOT IN, =, !=, <, <=, > or >=");
    }

    private List<Value> values(FieldReference field, Operator operator) {
        List<Value> values = new ArrayList<>();
        int column = peek().column();
        if (skipSymbol("(")) {
            do {
                values.add(value(field));
            } while (skipSymbol(","));
            if (!skipSymbol(")")) {
                throw expected("',' or ')'");
            }
        } else {
            values.add(value(field));
        }
        if (values.size() > 1 && !operator.takesList()) {
            throw error(column, operator + " compares with one value, not " + values.size() + ": write IN (...)");
        }
        if (values.size() > 1
                && values.stream().anyMatch(value -> value instanceof CurrentItem || value instanceof Any)) {
            throw error(column, "'*' and CurrentItem stand alone, not in a list");
        }
        return values;
    }

    private Value value(FieldReference field) {
        Token token = peek();
        boolean events = field.source().isEvents();
        if (token.isSymbol("*") && events) {
            next++;
            return new Any();
        }
        Value value = scalar(token);
        if (value != null) {
            return value;
        }
        Source source = token.kind() == Kind.WORD ? Source.find(token.text()) : null;
        if (source == Source.CURRENT_USER) {
            throw error(token.column(), "CurrentUser stands on the left of a condition after IF, never on the right");
        }
        if (source == Source.CURRENT_ITEM && field.source() == Source.ITEMS) {
            return new CurrentItem(field());
        }
        throw expected("a text in quotes, a number or a $PARAMETER"
                + (events ? ", or '*'" : field.source() == Source.ITEMS ? ", or CurrentItem.FIELD" : ""));
    }

    private @Nullable Value scalar(Token token) {
        Value value = scalarOf(token);
        if (value != null) {
            next++;
        }
        return value;
    }

    private static @Nullable Value scalarOf(Token token) {
        return switch (token.kind()) {
            case TEXT -> new Text(token.text());
            case NUMBER -> new Decimal(token.number());
            case PARAMETER -> new Parameter(token.text());
            default -> null;
        };
    }

    private @Nullable Window window() {
        if (!skipWord("WITHIN")) {
            return null;
        }
        Token token = peek();
        Value length = token.kind() == Kind.TEXT ? null : scalar(token);
        if (length == null || (length instanceof Decimal number && !isWindow(number.number()))) {
            throw error(token.column(), "expected a whole number of 1 or more, or a $PARAMETER, after WITHIN");
        }
        Unit unit = peek().kind() == Kind.WORD ? Unit.find(peek().text()) : null;
        if (unit == null) {
            throw expected("SECONDS, MINUTES, HOURS or DAYS");
        }
        next++;
        return new Window(length, unit);
    }

    static boolean isWindow(BigDecimal length) {
        return length.signum() > 0 && length.stripTrailingZeros().scale() <= 0;
    }

    /**
     * Reads the text of a parameter: texts in quotes and numbers, separated by commas.
     *
     * @param name of the parameter
     */
    static List<Value> parameter(String name, String text) {
        String what = "value of parameter $" + name;
        List<Token> tokens = Tokenizer.tokens(what, text);
        List<Value> values = new ArrayList<>();
        for (int i = 0; ; i += 2) {
            Value value = scalarOf(tokens.get(i));
            if (value == null || value instanceof Parameter) {
                throw Tokenizer.error(
                        what,
                        text,
                        tokens.get(i).column(),
                        "expected a number or a text in quotes, as in \"comedy\",\"drama\", found "
                                + found(tokens.get(i)));
            }
            values.add(value);
            Token separator = tokens.get(i + 1);
            if (separator.kind() == Kind.END) {
                return values;
            }
            if (!separator.isSymbol(",")) {
                throw Tokenizer.error(
                        what, text, separator.column(), "expected ',' or the end, found " + found(separator));
            }
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean skipWord(String word) {
        boolean there = peek().isWord(word);
        next += there ? 1 : 0;
        return there;
    }

    private boolean skipSymbol(String symbol) {
        boolean there = peek().isSymbol(symbol);
        next += there ? 1 : 0;
        return there;
    }

    private InvalidInputException expected(String what) {
        return error(peek().column(), "expected " + what + ", found " + found(peek()));
    }

    private static String found(Token token) {
        return switch (token.kind()) {
            case END -> "the end";
            case TEXT -> "the text " + Tokenizer.shown(token.text());
            case PARAMETER -> Tokenizer.shown("$" + token.text());
            default -> Tokenizer.shown(token.text());
        };
    }

    private InvalidInputException error(int column, String problem) {
        return Tokenizer.error(WHAT, text, column, problem);
    }
}
