package dev.personalize.report;

import dev.personalize.insight.Activity;
import dev.personalize.insight.Activity.Band;
import dev.personalize.insight.Activity.Rank;
import dev.personalize.insight.ColumnProfile;
import dev.personalize.insight.Counts;
import dev.personalize.insight.EventProfile;
import dev.personalize.insight.Finding;
import dev.personalize.insight.Insights;
import dev.personalize.insight.Severity;
import dev.personalize.insight.Timeline;
import dev.personalize.report.Table.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What data is like. */
final class InsightSection {
    private static final int MOST_COLUMNS = 120;

    private InsightSection() {}

    static Section of(Insights insights) {
        Section.Builder section = Section.builder("Data").add(figures(insights.counts(), insights.events()));
        insights.findings().forEach(finding -> section.add(notice(finding)));
        if (insights.counts().events() > 0) {
            section.add(overTime(insights.events().timeline()))
                    .add(activity("Events of a user", "users", insights.events().perUser()))
                    .add(activity(
                            "Events of an item", "items", insights.events().perItem()))
                    .add(popularity(insights.events().perItem()))
                    .add(concentration(insights.events()));
        }
        if (!insights.columns().isEmpty()) {
            section.add(columns(insights.columns()));
        }
        return section.build();
    }

    private static Figures figures(Counts counts, EventProfile events) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("events", Numbers.count(counts.events()));
        figures.put("users with events", Numbers.count(counts.usersWithEvents()));
        figures.put("with two or more", Numbers.count(counts.usersWithTwo()));
        figures.put("items with events", Numbers.count(counts.itemsWithEvents()));
        figures.put("items without", Numbers.count((long) counts.items() - counts.itemsWithEvents()));
        figures.put("repeated pairs", Numbers.percent(counts.repeats()));
        events.oldest()
                .ifPresent(
                        oldest -> figures.put("first event", oldest.toString().substring(0, 10)));
        events.newest()
                .ifPresent(newest -> figures.put("last event", newest.toString().substring(0, 10)));
        events.types().forEach((type, count) -> figures.put(type, Numbers.count(count)));
        return new Figures(figures);
    }

    private static Notice notice(Finding finding) {
        return new Notice(level(finding.severity()), finding.topic() + ".", finding.seen(), finding.next());
    }

    private static Notice.Level level(Severity severity) {
        return switch (severity) {
            case BLOCKING -> Notice.Level.PROBLEM;
            case WARNING -> Notice.Level.WARNING;
            case ADVICE -> Notice.Level.ADVICE;
        };
    }

    private static XyPlot overTime(Timeline days) {
        int together = (days.size() + MOST_COLUMNS - 1) / MOST_COLUMNS;
        int size = (days.size() + together - 1) / together;
        double[] from = new double[size];
        double[] to = new double[size];
        double[] events = new double[size];
        for (int day = 0; day < days.size(); day++) {
            int column = day / together;
            from[column] = day % together == 0 ? seconds(days, day) : from[column];
            to[column] = seconds(days, day + 1);
            events[column] += days.events(day);
        }
        long each = days.width().toDays() * together;
        return XyPlot.builder(
                        "Events over time",
                        Axis.time("day, UTC"),
                        Axis.linear(each == 1 ? "events a day" : "events in " + each + " days"))
                .columns("events", from, to, events)
                .build();
    }

    private static double seconds(Timeline days, int day) {
        return days.begin(day).getEpochSecond();
    }

    private static XyPlot activity(String title, String who, Activity activity) {
        List<Band> bands = activity.bands();
        return XyPlot.builder(title, Axis.log("events, in steps of twice as many"), Axis.linear(who))
                .caption("Median " + Numbers.count(activity.events(0.5)) + ", most " + Numbers.count(activity.events(1))
                        + ".")
                .columns(
                        who,
                        bands.stream().mapToDouble(Band::from).toArray(),
                        bands.stream().mapToDouble(band -> band.to() + 1.0).toArray(),
                        bands.stream().mapToDouble(Band::members).toArray())
                .build();
    }

    private static XyPlot popularity(Activity items) {
        return XyPlot.builder("Popularity curve", Axis.log("rank of the item"), Axis.log("events"))
                .caption("A straight line is a power law; the flatter, the more even.")
                .line(
                        "items",
                        items.curve().stream().mapToDouble(Rank::rank).toArray(),
                        items.curve().stream().mapToDouble(Rank::events).toArray())
                .build();
    }

    private static XyPlot concentration(EventProfile events) {
        return XyPlot.builder(
                        "Who has how much of all events",
                        Axis.linear("% of users or items, busiest first"),
                        Axis.linear("% of events"))
                .caption(String.format(
                        Locale.ROOT,
                        "Gini %.2f of users, %.2f of items.",
                        events.perUser().gini(),
                        events.perItem().gini()))
                .line("users", ranks(events.perUser()), shares(events.perUser()))
                .line("items", ranks(events.perItem()), shares(events.perItem()))
                .build();
    }

    private static double[] ranks(Activity activity) {
        return activity.curve().stream()
                .mapToDouble(rank -> 100.0 * rank.rank() / activity.members())
                .toArray();
    }

    private static double[] shares(Activity activity) {
        return activity.curve().stream()
                .mapToDouble(rank -> 100 * rank.shareUntil())
                .toArray();
    }

    private static Table columns(List<ColumnProfile> columns) {
        Table.Builder table = Table.builder("Columns", "column", "rows", "complete", "different", "values");
        columns.forEach(column -> table.row(
                Cell.of(column.dataset().label() + "." + column.name()),
                Cell.count(column.rows()),
                Cell.percent(column.complete()),
                Cell.count(column.distinct()),
                Cell.of(values(column))));
        return table.build();
    }

    private static String values(ColumnProfile column) {
        return column.numbers()
                .map(numbers -> Numbers.brief(numbers.min()) + " to " + Numbers.brief(numbers.max()) + ", median "
                        + Numbers.brief(numbers.median()))
                .orElseGet(() -> column.frequent().stream()
                        .limit(5)
                        .map(frequency -> frequency.value() + " " + Numbers.count(frequency.rows()))
                        .collect(Collectors.joining(", ")));
    }
}
