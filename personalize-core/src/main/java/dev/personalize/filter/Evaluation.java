package dev.personalize.filter;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Condition.And;
import dev.personalize.filter.Condition.Or;
import dev.personalize.filter.Condition.Test;
import dev.personalize.filter.Value.CurrentItem;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Text;
import dev.personalize.math.Bits;
import dev.personalize.math.Spares;
import dev.personalize.schema.DatasetType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One request and one filter: it sees each table in one version from beginning to end. The sets it makes are borrowed, and others'
 * once it is closed. For one thread.
 */
final class Evaluation implements AutoCloseable {
    private final IdIndex candidates;
    private final FilterTarget target;
    private final FilterData data;
    private final ColumnBits columns;
    private final FilterRequest request;
    private final Parameters parameters;
    private final Map<DatasetType, Optional<AttributeVersion>> tables = new HashMap<>();
    private final Spares<Bits> spares;
    private final List<Bits> borrowed = new ArrayList<>();

    Evaluation(
            FilterTarget target,
            IdIndex candidates,
            FilterData data,
            ColumnBits columns,
            Spares<Bits> spares,
            FilterExpression filter,
            FilterRequest request) {
        this.spares = spares;
        this.candidates = candidates;
        this.target = target;
        this.data = data;
        this.columns = columns;
        this.request = request;
        this.parameters = new Parameters(filter, request.values());
        if (filter.target() != target) {
            throw new InvalidInputException("the filter is about " + filter.target() + ", and the request about "
                    + target + ": use another filter");
        }
        if (filter.usesCurrentItem() && request.currentItemId() == null) {
            throw new InvalidInputException(
                    "the filter compares with CurrentItem, and the request has none: only requests for"
                            + " related items can use it");
        }
    }

    /** {@return why a rule is passed over, or null when it is applied} */
    @Nullable String passedOver(Rule rule) {
        if (!parameters.complete(rule)) {
            return "a parameter has no value";
        }
        Condition when = rule.when();
        return when == null || holds(when) ? null : "IF is false";
    }

    /** {@return the candidates for which a condition is true; not to be changed} */
    Bits matching(Condition condition) {
        if (condition instanceof And and) {
            Bits all = copy(matching(and.parts().get(0)));
            for (Condition part : and.parts().subList(1, and.parts().size())) {
                all.and(matching(part));
            }
            return all;
        }
        if (condition instanceof Or or) {
            Bits any = copy(matching(or.parts().get(0)));
            for (Condition part : or.parts().subList(1, or.parts().size())) {
                any.or(matching(part));
            }
            return any;
        }
        Test test = (Test) condition;
        Bits positive = test.field().source().isEvents() ? withEvents(test) : withField(fieldTest(test));
        if (!test.operator().isNegation()) {
            return positive;
        }
        Bits negative = copy(positive);
        negative.flip();
        return negative;
    }

    /** {@return a set of the caller's own with the same candidates} */
    Bits copy(Bits of) {
        Bits copy = spares.take();
        borrowed.add(copy);
        copy.become(of);
        return copy;
    }

    private Bits none() {
        Bits none = spares.take();
        borrowed.add(none);
        none.clear();
        return none;
    }

    @Override
    public void close() {
        borrowed.forEach(spares::giveBack);
        borrowed.clear();
    }

    private Bits withEvents(Test test) {
        boolean actions = test.field().source() == Source.ACTION_INTERACTIONS;
        long since = test.within() == null ? Long.MIN_VALUE : parameters.since(test.within(), request.now());
        EventTest events =
                EventTest.of(parameters.of(test), since, actions ? data.actionEventsPerType() : data.eventsPerType());
        Bits matching = none();
        if (target == FilterTarget.USER) {
            for (int user = 0; user < candidates.size(); user++) {
                int at = user;
                events.forEach(data.histories().apply(candidates.id(user)), place -> matching.set(at));
            }
            return matching;
        }
        var history = actions ? request.actionHistory() : request.history();
        events.forEach(history, place -> {
            int candidate = candidates.find(history.itemIds()[place]);
            if (candidate >= 0) {
                matching.set(candidate);
            }
        });
        return matching;
    }

    private Bits withField(FieldTest test) {
        if (!test.isId()) {
            AttributeVersion table = table(test.field().source().dataset());
            return table == null ? none() : columns.passing(test, table);
        }
        Bits matching = none();
        for (String id : test.texts()) {
            int candidate = candidates.find(id);
            if (candidate >= 0) {
                matching.set(candidate);
            }
        }
        return matching;
    }

    private FieldTest fieldTest(Test test) {
        List<Value> values = new ArrayList<>();
        for (Value value : parameters.of(test)) {
            if (value instanceof CurrentItem current) {
                values.addAll(ofCurrentItem(current.field()));
            } else {
                values.add(value);
            }
        }
        return new FieldTest(test.field(), test.operator().positive(), values);
    }

    /** {@return what the item in question has, each category by itself; nothing for null} */
    private List<Value> ofCurrentItem(FieldReference field) {
        String itemId = request.currentItemId();
        if (itemId != null && field.name().equalsIgnoreCase(DatasetType.ITEMS.idField())) {
            return List.of(new Text(itemId));
        }
        Object value = itemId == null ? null : value(field, itemId);
        if (value instanceof String text) {
            List<Value> texts = new ArrayList<>(List.of(new Text(text)));
            if (text.indexOf('|') >= 0 && isCategorical(field)) {
                for (String category : text.split("\\|", -1)) {
                    texts.add(new Text(category));
                }
            }
            return texts;
        }
        BigDecimal number = value instanceof Number ? Numbers.find(value.toString()) : null;
        return number == null ? List.of() : List.of(new Decimal(number));
    }

    private boolean isCategorical(FieldReference field) {
        AttributeVersion table = table(field.source().dataset());
        int column = table == null ? -1 : SchemaCheck.position(table.schema(), field.name());
        return table != null
                && column >= 0
                && table.schema().fields().get(column).categorical();
    }

    /** {@return what a field of a record holds now, or null} */
    @Nullable Object value(FieldReference field, String id) {
        AttributeVersion table = table(field.source().dataset());
        int row = table == null ? -1 : table.row(id);
        int column = table == null ? -1 : SchemaCheck.position(table.schema(), field.name());
        return table == null || row < 0 || column < 0 ? null : table.value(column, row);
    }

    private boolean holds(Condition condition) {
        if (condition instanceof And and) {
            return and.parts().stream().allMatch(this::holds);
        }
        if (condition instanceof Or or) {
            return or.parts().stream().anyMatch(this::holds);
        }
        Test test = (Test) condition;
        return holds(fieldTest(test)) != test.operator().isNegation();
    }

    private boolean holds(FieldTest test) {
        String userId = request.userId();
        if (userId == null) {
            return false;
        }
        if (test.isId()) {
            return test.texts().contains(userId);
        }
        AttributeVersion users = table(DatasetType.USERS);
        int row = users == null ? -1 : users.row(userId);
        if (users == null || row < 0) {
            return false;
        }
        IntPredicate passes = test.rows(users);
        return passes.test(row);
    }

    private @Nullable AttributeVersion table(DatasetType dataset) {
        return tables.computeIfAbsent(dataset, data.attributes()).orElse(null);
    }
}
