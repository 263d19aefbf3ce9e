package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import dev.personalize.insight.ColumnProfile.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.Collectors;

/** Insights in lines for people. */
final class InsightText {
    private final StringBuilder text = new StringBuilder();

    private InsightText() {}

    static String of(Insights insights) {
        InsightText lines = new InsightText();
        lines.counts(insights.counts());
        if (insights.counts().events() > 0) {
            lines.events(insights.events(), insights.counts());
        }
        insights.columns().forEach(lines::column);
        insights.findings().forEach(finding -> {
            lines.line(finding.severity() + " " + finding.topic() + ": " + finding.seen());
            lines.line("  " + finding.next());
        });
        return lines.text.toString().stripTrailing();
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }

    private void counts(Counts counts) {
        line(number(counts.events()) + " events of " + number(counts.usersWithEvents()) + " users with "
                + number(counts.itemsWithEvents()) + " items; " + number(counts.usersWithTwo())
                + " users have two or more");
        line("cold: " + percent(counts.coldUsers()) + " of " + number(counts.users()) + " users, "
                + percent(counts.coldItems()) + " of " + number(counts.items()) + " items; repeated pairs: "
                + percent(counts.repeats()));
    }

    private void events(EventProfile events, Counts counts) {
        line("from " + events.oldest().orElseThrow() + " to " + events.newest().orElseThrow() + "; "
                + percent(events.sameSecond(), counts.events()) + " share user and second with another");
        if (!events.types().isEmpty()) {
            line("types: "
                    + events.types().entrySet().stream()
                            .map(type -> type.getKey() + " " + number(type.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        line("events of a user: " + spread(events.perUser()));
        line("events of an item: " + spread(events.perItem()));
    }

    private static String spread(Activity activity) {
        return "median " + number(activity.events(0.5)) + ", 90 % have at most " + number(activity.events(0.9))
                + ", 99 % " + number(activity.events(0.99)) + ", most " + number(activity.events(1));
    }

    private void column(ColumnProfile column) {
        line(column.dataset().label() + "." + column.name() + ": " + percent(column.complete()) + " complete, "
                + number(column.distinct()) + " different"
                + column.numbers().map(InsightText::range).orElse(""));
    }

    private static String range(Numbers numbers) {
        return ", " + decimal(numbers.min()) + " to " + decimal(numbers.max()) + ", median "
                + decimal(numbers.median());
    }

    /** {@return a number of at most four digits that tell something} */
    static String decimal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
