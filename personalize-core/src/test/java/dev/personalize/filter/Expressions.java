package dev.personalize.filter;

import dev.personalize.filter.Condition.And;
import dev.personalize.filter.Condition.Or;
import dev.personalize.filter.Condition.Test;
import dev.personalize.filter.Condition.Unit;
import dev.personalize.filter.Condition.Window;
import dev.personalize.filter.Value.Any;
import dev.personalize.filter.Value.CurrentItem;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Parameter;
import dev.personalize.filter.Value.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions over the fields of {@link Tables}, legal ones only. */
final class Expressions {
    private final Random random;

    Expressions(long seed) {
        random = new Random(seed);
    }

    FilterExpression next() {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Condition when = random.nextInt(3) == 0 ? condition(1, true) : null;
            rules.add(new Rule(random.nextBoolean(), FilterTarget.ITEM, condition(2, false), when));
        }
        return FilterExpression.of(rules);
    }

    private Condition condition(int depth, boolean user) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return user ? field(Source.CURRENT_USER) : random.nextInt(4) == 0 ? events() : field(Source.ITEMS);
        }
        List<Condition> parts = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i >= 0; i--) {
            parts.add(condition(depth - 1, user));
        }
        return random.nextBoolean() ? new And(parts) : new Or(parts);
    }

    private Test events() {
        List<Value> types = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            types.add(new Any());
        } else {
            for (int i = random.nextInt(2); i >= 0; i--) {
                types.add(pick(new Text("view"), new Text("PURCHASE"), new Text("never"), new Parameter("TYPES")));
            }
        }
        Window within = random.nextBoolean()
                ? null
                : new Window(
                        pick(new Decimal(BigDecimal.valueOf(1 + random.nextInt(50))), new Parameter("AGE")),
                        pick(Unit.SECONDS, Unit.MINUTES));
        return new Test(
                new FieldReference(Source.INTERACTIONS, "EVENT_TYPE", 1),
                pick(Operator.IN, Operator.NOT_IN),
                types,
                within);
    }

    private Test field(Source source) {
        String name = pick(
                "YEAR", "PRICE", "SCORE", "GENRES", "BRAND", source.dataset().idField());
        boolean number = List.of("YEAR", "PRICE", "SCORE").contains(name);
        Operator operator = number
                ? pick(Operator.values())
                : pick(Operator.IN, Operator.NOT_IN, Operator.EQUAL, Operator.NOT_EQUAL);
        List<Value> values = new ArrayList<>();
        if (source == Source.ITEMS && random.nextInt(6) == 0) {
            values.add(new CurrentItem(new FieldReference(
                    Source.CURRENT_ITEM, number ? pick("YEAR", "PRICE") : pick("GENRES", "BRAND"), 1)));
        } else {
            for (int i = operator.takesList() ? random.nextInt(3) : 0; i >= 0; i--) {
                values.add(random.nextInt(5) == 0 ? new Parameter(number ? "NUMBER" : "TEXT") : value(name));
            }
        }
        return new Test(new FieldReference(source, name, 1), operator, values, null);
    }

    private Value value(String name) {
        return switch (name) {
            case "YEAR" -> new Decimal(new BigDecimal(pick("1", "2", "2.5", "3", "1e30", "-1e30")));
            case "PRICE" -> new Decimal(new BigDecimal(pick("0.1", "0.2", "7", "-1")));
            case "SCORE" -> new Decimal(new BigDecimal(pick("0.1", "0.30", "1e300")));
            case "GENRES" -> new Text(pick("a", "b", "c", "a|b", "A"));
            case "BRAND" -> new Text(pick("x", "x|y", "y", "say \"hi\" \\ 'x'"));
            default -> new Text(pick("i0", "i1", "i5", "u1", "nobody"));
        };
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
