package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.IdIndex;
import dev.personalize.filter.Condition.And;
import dev.personalize.filter.Condition.Or;
import dev.personalize.filter.Condition.Window;
import dev.personalize.filter.Value.CurrentItem;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Parameter;
import dev.personalize.filter.Value.Text;
import dev.personalize.math.Bits;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Random expressions over random records that change between requests; the twin asks plain maps, one candidate after another. */
class FilterTwinTest {
    private static final int ITEMS = 12;
    private static final long NOW = 10_000;
    private static final Map<String, String> VALUES =
            Map.of("NUMBER", "2", "TEXT", "\"b\"", "TYPES", "\"view\",\"click\"", "AGE", "7");

    private record Event(String item, @Nullable String type, long second) {}

    private final Random random = new Random(0);
    private final Map<String, Map<String, Object>> items = new HashMap<>();
    private final Map<String, Map<String, Object>> users = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> candidates = new TreeSet<>();

    @Property(tries = 400, seed = "42")
    void bits_say_what_maps_say(@ForAll long seed) {
        random.setSeed(seed);
        items.clear();
        users.clear();
        events.clear();
        candidates.clear();
        Tables fresh = new Tables();
        for (int i = 0; i < ITEMS; i++) {
            candidates.add("i" + i);
        }
        IdIndex index = IdIndex.of(candidates);
        CandidateFilter filter = new CandidateFilter(FilterTarget.ITEM, index, fresh.data());
        List<FilterExpression> filters = new ArrayList<>();
        Expressions expressions = new Expressions(seed);
        for (int i = 0; i < 4; i++) {
            filters.add(expressions.next());
        }
        for (int step = 0; step < 6; step++) {
            change(fresh);
            String user = "u" + random.nextInt(3);
            String current = "i" + random.nextInt(ITEMS + 3);
            for (FilterExpression expression : filters) {
                expression.check(Tables.SCHEMAS);
                Bits allowed = Bits.all(index.size());
                FilterRequest request = FilterRequest.builder(Instant.ofEpochSecond(NOW))
                        .userId(user)
                        .currentItemId(current)
                        .history(fresh.histories.history("u"))
                        .values(values(expression))
                        .build();
                filter.apply(expression, request, allowed);
                assertThat(ids(index, allowed))
                        .as("%s for %s at %s", expression, user, current)
                        .isEqualTo(expected(expression.rules(), user, current));
                assertThat(filter.trace(expression, request, Bits.all(index.size()))
                                .kept())
                        .isEqualTo(allowed.cardinality());
                assertOrderDoesNotMatter(filter, expression, request, allowed);
            }
        }
    }

    private void assertOrderDoesNotMatter(
            CandidateFilter filter, FilterExpression expression, FilterRequest request, Bits allowed) {
        List<Rule> shuffled = new ArrayList<>(expression.rules());
        Collections.shuffle(shuffled, random);
        Bits other = Bits.all(allowed.size());
        filter.apply(FilterExpression.of(shuffled), request, other);
        other.andNot(allowed);
        assertThat(other.cardinality()).isZero();
    }

    private static Map<String, String> values(FilterExpression expression) {
        Map<String, String> values = new HashMap<>(VALUES);
        values.keySet().retainAll(expression.parameters());
        return values;
    }

    private static Set<String> ids(IdIndex index, Bits bits) {
        Set<String> ids = new TreeSet<>();
        IntStream.range(0, index.size()).filter(bits::get).mapToObj(index::id).forEach(ids::add);
        return ids;
    }

    private void change(Tables fresh) {
        for (int i = random.nextInt(8); i > 0; i--) {
            String id = "i" + random.nextInt(ITEMS + 3);
            fresh.items.put(List.<@Nullable Object[]>of(record(items, id, Tables.ITEMS)));
            String user = "u" + random.nextInt(2);
            fresh.users.put(List.<@Nullable Object[]>of(record(users, user, Tables.USERS)));
            Event event = new Event(
                    "i" + random.nextInt(ITEMS), orNull(pick("view", "View", "purchase")), NOW - random.nextInt(600));
            events.add(event);
            fresh.histories.add("u", event.item, event.type, Float.NaN, event.second, 0);
        }
    }

    private @Nullable Object[] record(Map<String, Map<String, Object>> all, String id, Schema schema) {
        @Nullable Object[] row = Tables.row(
                schema,
                id,
                orNull(pick(1, 2, 3)),
                orNull(pick(0.1f, 0.2f, 7f)),
                orNull(pick(0.1, 0.3)),
                orNull(pick("a", "b|c", "a|b", "c|")),
                orNull(pick("x", "x|y", "say \"hi\" \\ 'x'")));
        Map<String, Object> record = new HashMap<>();
        for (Field field : schema.fields()) {
            Object value = row[schema.position(field.name())];
            if (value != null) {
                record.put(field.name(), value);
            }
        }
        all.put(id, record);
        return row;
    }

    private <T> @Nullable T orNull(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Set<String> expected(List<Rule> rules, String user, String current) {
        Set<String> left = new TreeSet<>(candidates);
        List<Rule> applied = rules.stream()
                .filter(rule -> rule.when() == null || holds(rule.when(), user, current))
                .toList();
        if (applied.stream().anyMatch(Rule::include)) {
            left.removeIf(item ->
                    applied.stream().noneMatch(rule -> rule.include() && holds(rule.where(), item, current)));
        }
        left.removeIf(item -> applied.stream().anyMatch(rule -> !rule.include() && holds(rule.where(), item, current)));
        return left;
    }

    /** {@return whether a condition holds for an item, or after IF for a user} */
    private boolean holds(Condition condition, String id, String current) {
        if (condition instanceof And and) {
            return and.parts().stream().allMatch(part -> holds(part, id, current));
        }
        if (condition instanceof Or or) {
            return or.parts().stream().anyMatch(part -> holds(part, id, current));
        }
        Condition.Test test = (Condition.Test) condition;
        return switch (test.operator()) {
            case NOT_IN, NOT_EQUAL -> !passes(test, id, current);
            default -> passes(test, id, current);
        };
    }

    private boolean passes(Condition.Test test, String id, String current) {
        if (test.field().source() == Source.INTERACTIONS) {
            return events.stream()
                    .anyMatch(
                            event -> event.item.equals(id) && isOfType(event, test) && isRecent(event, test.within()));
        }
        Map<String, Map<String, Object>> records = test.field().source() == Source.ITEMS ? items : users;
        Schema schema = test.field().source() == Source.ITEMS ? Tables.ITEMS : Tables.USERS;
        Object value = test.field().name().endsWith("_ID")
                ? id
                : records.getOrDefault(id, Map.of()).get(test.field().name());
        return value != null && wanted(test, current).stream().anyMatch(wanted -> matches(schema, test, value, wanted));
    }

    private boolean matches(Schema schema, Condition.Test test, Object value, Object wanted) {
        if (value instanceof String text) {
            return parts(schema, test.field().name(), text).contains(wanted.toString());
        }
        int order = value instanceof Float number
                ? Float.compare(number, Float.parseFloat(wanted.toString()))
                : value instanceof Double number
                        ? Double.compare(number, Double.parseDouble(wanted.toString()))
                        : new BigDecimal(value.toString()).compareTo(new BigDecimal(wanted.toString()));
        return switch (test.operator()) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> order == 0;
        };
    }

    private static Set<String> parts(Schema schema, String field, String text) {
        Set<String> parts = new HashSet<>(Set.of(text));
        if (schema.fields().get(schema.position(field)).categorical()) {
            for (String part : text.split("\\|", -1)) {
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private List<Object> wanted(Condition.Test test, String current) {
        List<Object> wanted = new ArrayList<>();
        for (Value value : test.values()) {
            if (value instanceof Text text) {
                wanted.add(text.text());
            } else if (value instanceof Decimal number) {
                wanted.add(number.number());
            } else if (value instanceof Parameter parameter) {
                wanted.add(parameter.name().equals("NUMBER") ? "2" : "b");
            } else if (value instanceof CurrentItem item) {
                Object there =
                        items.getOrDefault(current, Map.of()).get(item.field().name());
                if (there instanceof String text) {
                    wanted.addAll(parts(Tables.ITEMS, item.field().name(), text));
                } else if (there != null) {
                    wanted.add(there);
                }
            }
        }
        return wanted;
    }

    private static boolean isOfType(Event event, Condition.Test test) {
        return test.values().stream()
                .anyMatch(value -> value instanceof Value.Any
                        || (value instanceof Text text && text.text().equalsIgnoreCase(event.type))
                        || (value instanceof Parameter && "view".equalsIgnoreCase(event.type)));
    }

    private static boolean isRecent(Event event, @Nullable Window within) {
        if (within == null) {
            return true;
        }
        long length =
                within.length() instanceof Decimal number ? number.number().longValueExact() : 7;
        return event.second >= NOW - length * within.unit().seconds();
    }
}
