package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A filter that has been read: rules that keep or drop candidates. docs/filters.md describes the language. Immutable.
 *
 * <pre>
 * INCLUDE ItemID WHERE Items.GENRE IN ($GENRES) AND Items.PRICE &lt;= 20
 *     | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase") WITHIN 7 DAYS
 * </pre>
 */
public final class FilterExpression {
    private final String text;
    private final List<Rule> rules;
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> fields = new TreeSet<>();
    private boolean currentItem;

    private FilterExpression(String text, List<Rule> rules) {
        this.text = text;
        this.rules = List.copyOf(rules);
        for (Rule rule : rules) {
            parameters.addAll(rule.parameters());
            rule.forEachTest(test -> {
                fields.add(test.field().canonical());
                test.forEachValue(this::collect);
            });
        }
    }

    private void collect(Value value) {
        if (value instanceof Value.CurrentItem current) {
            fields.add(current.field().canonical());
            currentItem = true;
        }
    }

    /**
     * Reads an expression.
     *
     * @throws InvalidInputException if it is none; names the column, what stands there and what was expected
     */
    public static FilterExpression parse(String text) {
        return new FilterExpression(text, Parser.parse(text));
    }

    /** An expression of these rules, as if their text had been read. */
    static FilterExpression of(List<Rule> rules) {
        return new FilterExpression(rules.stream().map(Rule::toString).collect(Collectors.joining(" | ")), rules);
    }

    /**
     * Checks that the datasets of a group have the fields it names, and that these can be asked what it asks.
     *
     * @param schemas of the group's datasets
     * @throws InvalidInputException naming the field, its column in the text and what to do
     */
    public void check(Map<DatasetType, Schema> schemas) {
        new SchemaCheck(text, schemas).check(rules);
    }

    /** {@return what it is about} */
    public FilterTarget target() {
        return rules.get(0).target();
    }

    /** {@return names of its parameters without the dollar, in the order in which they come, unmodifiable} */
    public Set<String> parameters() {
        return Collections.unmodifiableSet(parameters);
    }

    /**
     * {@return the columns it reads, as {@code ITEMS.PRICE}, in upper case, by name, unmodifiable; those of CurrentItem and
     * CurrentUser are columns of Items and Users}
     */
    public Set<String> fields() {
        return Collections.unmodifiableSet(fields);
    }

    /** {@return whether it reads a column of a dataset} */
    public boolean reads(DatasetType dataset) {
        return fields.stream().anyMatch(field -> field.startsWith(dataset.name() + "."));
    }

    /** {@return whether it compares with the item in question, so that only requests for related items can use it} */
    public boolean usesCurrentItem() {
        return currentItem;
    }

    /** {@return whether it names what is kept, so that it drops whatever it knows nothing of} */
    public boolean includes() {
        return rules.stream().anyMatch(Rule::include);
    }

    List<Rule> rules() {
        return rules;
    }

    /** {@return the text it was read from} */
    public String text() {
        return text;
    }

    /** {@return whether the other one has the same rules in the same order, however they are written} */
    @Override
    public boolean equals(Object other) {
        return other instanceof FilterExpression expression && expression.rules.equals(rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return an expression with the same rules, in one spelling} */
    @Override
    public String toString() {
        return rules.stream().map(Rule::toString).collect(Collectors.joining(" | "));
    }
}
