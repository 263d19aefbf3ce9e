package dev.personalize.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.insight.ColumnProfile.Frequency;
import dev.personalize.insight.ColumnProfile.Kind;
import dev.personalize.insight.ColumnProfile.Numbers;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InsightsTest {
    private static final long DAY = 86_400;

    private static final Schema INTERACTIONS = Schema.derive(
            DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE"));

    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                        {"name": "PRICE", "type": ["null", "double"]},
                        {"name": "PLOT", "type": ["null", "string"], "textual": true},
                        {"name": "CREATION_TIMESTAMP", "type": ["null", "long"]}]}""");

    private static AttributeTable.Builder items(@Nullable Object[]... rows) {
        AttributeTable.Builder table = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        for (@Nullable Object[] row : rows) {
            table.add(row);
        }
        return table;
    }

    /** Everybody has two events, days apart, with the same 20 items. */
    private static Snapshot.Builder users(int users) {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            for (int event = 0; event < 2; event++) {
                data.interaction("u" + user, "i" + (user + event) % 20, "View", 1, event * DAY + user * 7919L % DAY);
            }
        }
        return data;
    }

    private static Insights insights(Snapshot.Builder data) {
        return Insights.of(data.build(), INTERACTIONS, Map.of());
    }

    @Test
    void columns_by_hand() {
        Snapshot.Builder data = Snapshot.builder()
                .interaction("u", "a", "View", 1, 5)
                .interaction("u", "b", null, Float.NaN, 6)
                .interaction("v", "b", "View", 3, 7)
                .items(items(
                        new Object[] {"a", "Drama|Crime", 1.0, "a plot", 5L},
                        new Object[] {"b", "Drama", 2.0, null, 6L},
                        new Object[] {"c", "", null, null, null}));

        Insights insights = insights(data);

        assertThat(insights.counts()).isEqualTo(new Counts(3, 2, 2, 1, 0, 3, 2, 3, 3));
        assertThat(insights.columns())
                .contains(
                        new ColumnProfile(
                                DatasetType.INTERACTIONS,
                                "EVENT_TYPE",
                                3,
                                1,
                                Kind.CATEGORY,
                                1,
                                Optional.empty(),
                                List.of(new Frequency("View", 2))),
                        new ColumnProfile(
                                DatasetType.INTERACTIONS,
                                "EVENT_VALUE",
                                3,
                                1,
                                Kind.NUMBER,
                                2,
                                Optional.of(new Numbers(1, 1, 1, 3, 3, 2, 0)),
                                List.of()),
                        new ColumnProfile(
                                DatasetType.ITEMS,
                                "GENRES",
                                3,
                                0,
                                Kind.CATEGORY,
                                2,
                                Optional.empty(),
                                List.of(new Frequency("Drama", 2), new Frequency("Crime", 1))))
                .extracting(ColumnProfile::name, ColumnProfile::missing, ColumnProfile::kind)
                .contains(
                        tuple("PRICE", 1L, Kind.NUMBER),
                        tuple("PLOT", 2L, Kind.TEXT),
                        tuple("CREATION_TIMESTAMP", 1L, Kind.NUMBER));
    }

    @Test
    void values_beyond_three_distances_of_the_quartiles_are_outliers() {
        // Quartiles of 1 … 8 and 100 are at places 3 and 7 of 9: 3 and 7, so that outliers lie below -9 or above 19.
        Numbers numbers = Numbers.of(new double[] {100, 1, 2, 3, 4, 5, 6, 7, 8});

        assertThat(numbers).isEqualTo(new Numbers(1, 3, 5, 7, 100, 136 / 9.0, 1));
        assertThat(Numbers.of(new double[] {1, 1, 1, 1, 9}).outliers())
                .as("most are equal: nothing is far")
                .isZero();
    }

    @Test
    void the_services_minimum_is_told_with_the_way_round_it() {
        Insights few = insights(users(24));

        assertThat(few.counts().enoughForService()).isFalse();
        assertThat(few.findings())
                .filteredOn(finding -> finding.severity() == Severity.BLOCKING)
                .extracting(Finding::topic, Finding::seen)
                .containsExactly(
                        tuple("few events", "48 events, the rule asks for 1,000."),
                        tuple("few users", "24 users have two or more events, the rule asks for 25."));
        assertThat(few.findings().get(0).next()).contains("MinimumData.NONE");
    }

    @Test
    void a_hundredth_of_the_users_must_have_two_events() {
        // 30 users with 2 events and 3,000 with one: 30 of 3,030 are 0.99 %.
        Snapshot.Builder data = users(30);
        for (int user = 0; user < 3000; user++) {
            data.interaction("once" + user, "i" + user % 20, "View", Float.NaN, user);
        }

        assertThat(insights(data).findings())
                .extracting(Finding::severity, Finding::topic)
                .contains(tuple(Severity.BLOCKING, "few users"))
                .doesNotContain(tuple(Severity.BLOCKING, "few events"));
    }

    @Test
    void enough_is_not_yet_what_is_recommended() {
        assertThat(insights(users(500)).findings())
                .extracting(Finding::severity, Finding::topic)
                .containsExactly(tuple(Severity.ADVICE, "few events"), tuple(Severity.ADVICE, "few users"));
        assertThat(insights(users(25_000)).findings()).isEmpty();
    }

    @Test
    void types_and_optional_columns_are_counted_together() {
        // EVENT_TYPE and EVENT_VALUE are 2 of 10; 8 types are as many as there may be.
        Snapshot.Builder eight = users(500);
        Snapshot.Builder nine = users(500);
        for (int type = 1; type < 9; type++) {
            if (type < 8) {
                eight.interaction("u0", "i0", "Type" + type, Float.NaN, 100 + type);
            }
            nine.interaction("u0", "i0", "Type" + type, Float.NaN, 100 + type);
        }

        assertThat(topics(insights(eight))).doesNotContain("many event types");
        assertThat(topics(insights(nine))).contains("many event types");
    }

    private static List<String> topics(Insights insights) {
        return insights.findings().stream().map(Finding::topic).toList();
    }

    @Test
    void times_that_tell_no_order_are_warned_of() {
        Snapshot.Builder equal = Snapshot.builder();
        Snapshot.Builder days = Snapshot.builder();
        for (int user = 0; user < 600; user++) {
            for (int event = 0; event < 2; event++) {
                equal.interaction("u" + user, "i" + event, "View", Float.NaN, 12);
                days.interaction("u" + user, "i" + event, "View", Float.NaN, user % 3 * DAY);
            }
        }

        assertThat(topics(insights(equal))).contains("one time for all");
        assertThat(insights(days).findings()).anySatisfy(finding -> {
            assertThat(finding.topic()).isEqualTo("events of one second");
            assertThat(finding.seen())
                    .isEqualTo("100 % of the events share user and second with another; all times are whole days.");
        });
    }

    @Test
    void gaps_and_items_only_in_the_newest_part_are_warned_of() {
        Snapshot.Builder data = users(500);
        for (int user = 0; user < 150; user++) {
            data.interaction("u" + user, "new" + user % 3, "View", Float.NaN, 20 * DAY + user);
        }

        List<Finding> findings = insights(data).findings();

        assertThat(findings)
                .extracting(Finding::topic, Finding::seen)
                .contains(
                        tuple("gap in time", "No event from 1970-01-03 to 1970-01-20, 18 days; 1 gap in all."),
                        tuple(
                                "items only in the newest part",
                                "100 % of the events since 1970-01-21, the newest tenth, are of 3 items without an earlier event."));
    }

    @Test
    void incomplete_and_contradictory_metadata_is_warned_of() {
        Snapshot.Builder data = users(500)
                .items(items(
                        new Object[] {"i0", "A", 1.0, "a plot", 0L},
                        new Object[] {"i1", "A", null, "a plot", 9 * DAY},
                        new Object[] {"i2", "B", null, null, 0L},
                        new Object[] {"unsold", "B", 4.0, "a plot", 0L}));

        assertThat(insights(data).findings())
                .extracting(Finding::topic, Finding::seen)
                .contains(
                        tuple(
                                "missing values",
                                "The items column PRICE has a value in 50 % of 4 rows, 70 % are recommended."),
                        tuple(
                                "missing text",
                                "The items column PLOT has a value in 75 % of 4 rows, 85 % are needed for the service to train on it."),
                        tuple("incomplete rows", "50 % of 4 rows of items miss a value in some column."),
                        tuple("items without events", "4.8 % of 21 items have no event."),
                        tuple("items without metadata", "85 % of 20 items with events have no metadata."),
                        tuple(
                                "used before creation",
                                "1 item has an event more than a day before their CREATION_TIMESTAMP."));
    }

    @Test
    void rows_that_imports_left_out_are_told() {
        Insights insights =
                Insights.of(users(500).build(), INTERACTIONS, Map.of(DatasetType.INTERACTIONS, new LeftOut(1000, 7)));

        assertThat(insights.findings())
                .extracting(Finding::topic, Finding::seen)
                .contains(
                        tuple("rejected rows", "7 rows of interactions had bad values and were left out."),
                        tuple(
                                "duplicate events",
                                "50 % of the imported events equal another in every column, 1,000 in all; they count once."));
    }

    @Test
    void reads_as_text_with_the_worst_first() {
        String text = insights(users(24)).toString();

        assertThat(text.lines())
                .startsWith("48 events of 24 users with 20 items; 24 users have two or more")
                .contains("types: View 48", "interactions.EVENT_TYPE: 100 % complete, 1 different")
                .endsWith("  "
                        + insights(users(24))
                                .findings()
                                .get(insights(users(24)).findings().size() - 1)
                                .next());
        assertThat(Insights.of(Snapshot.builder().build(), null, Map.of()).toString())
                .startsWith("0 events of 0 users with 0 items");
    }
}
