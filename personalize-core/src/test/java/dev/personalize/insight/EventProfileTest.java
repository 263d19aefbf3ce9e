package dev.personalize.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.Snapshot;
import dev.personalize.insight.EventProfile.BusyUser;
import dev.personalize.insight.EventProfile.NewestPart;
import dev.personalize.insight.Timeline.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventProfileTest {
    private static final long DAY = 86_400;

    private record Row(String user, String item, long time) {}

    private static EventTally tally(List<Row> rows) {
        Snapshot.Builder data = Snapshot.builder();
        rows.forEach(row -> data.interaction(row.user(), row.item(), "View", Float.NaN, row.time()));
        return new EventTally(data.build());
    }

    private static Instant day(long day) {
        return Instant.ofEpochSecond(day * DAY);
    }

    @Test
    void counts_events_by_day_and_knows_the_days_without() {
        // Days 10, 11, 11, then nothing on 12 to 14, then 15, nothing on 16, and 17.
        EventProfile events = tally(List.of(
                        new Row("u", "a", 10 * DAY + 5),
                        new Row("u", "b", 11 * DAY),
                        new Row("v", "a", 11 * DAY + 86_399),
                        new Row("v", "b", 15 * DAY),
                        new Row("v", "c", 17 * DAY)))
                .profile();

        Timeline days = events.timeline();
        assertThat(days.width()).isEqualTo(Duration.ofDays(1));
        assertThat(days.size()).isEqualTo(8);
        assertThat(days.begin(0)).isEqualTo(day(10));
        assertThat(days.events(1)).isEqualTo(2);
        assertThat(days.gaps()).containsExactly(new Gap(day(12), day(15)), new Gap(day(16), day(17)));
        assertThat(events.oldest()).contains(Instant.ofEpochSecond(10 * DAY + 5));
        assertThat(events.newest()).contains(day(17));
    }

    @Test
    void many_years_are_counted_by_several_days() {
        // 8,001 days need buckets of 3 days: 4,000 of two days would be one day short.
        Timeline days = tally(List.of(new Row("u", "a", 0), new Row("u", "a", 8000 * DAY)))
                .profile()
                .timeline();

        assertThat(days.width()).isEqualTo(Duration.ofDays(3));
        assertThat(days.size()).isEqualTo(2667);
        assertThat(days.events(0) + days.events(2666)).isEqualTo(2);
    }

    @Test
    void knows_the_resolution_of_the_times() {
        assertThat(resolution(0, 2 * DAY)).isEqualTo(Duration.ofDays(1));
        assertThat(resolution(-DAY, 7200)).isEqualTo(Duration.ofHours(1));
        assertThat(resolution(3600, 120)).isEqualTo(Duration.ofMinutes(1));
        assertThat(resolution(60, 61)).isEqualTo(Duration.ofSeconds(1));
    }

    private static Duration resolution(long first, long second) {
        return tally(List.of(new Row("u", "a", first), new Row("u", "b", second)))
                .profile()
                .resolution();
    }

    @Test
    void events_of_one_user_and_second_are_together_and_repeated_pairs_count_once() {
        // u: a and b together, then a again; v: alone at the same second. 4 events, 3 pairs, 2 together.
        EventTally tally = tally(
                List.of(new Row("u", "a", 50), new Row("u", "b", 50), new Row("u", "a", 51), new Row("v", "a", 50)));

        assertThat(tally.profile().sameSecond()).isEqualTo(2);
        assertThat(tally.pairs()).isEqualTo(3);
    }

    @Test
    void the_newest_part_is_whole_days_with_at_least_a_tenth() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new Row("u", "old", i * DAY));
        }
        // 24 events, a tenth is 2.4: day 21 has 2, so day 20 belongs to it.
        rows.add(new Row("u", "new", 20 * DAY));
        rows.add(new Row("u", "old", 20 * DAY));
        rows.add(new Row("v", "new", 21 * DAY));
        rows.add(new Row("v", "old", 21 * DAY));

        assertThat(tally(rows).profile().newestPart()).contains(new NewestPart(day(20), 4, 1, 2, 1, 2));
        assertThat(tally(rows.subList(0, 1)).profile().newestPart())
                .as("one day")
                .isEmpty();
    }

    @Test
    void users_with_implausibly_many_events_are_named() {
        // 40 users with 4 events each: quartiles ln 4, fence 4, so everybody above the floor of 100 is named.
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            rows.add(new Row("u" + i / 4, "a", i * DAY));
        }
        for (int i = 0; i < 200; i++) {
            rows.add(new Row("robot", "i" + i % 9, i < 150 ? i : DAY + i));
        }
        for (int i = 0; i < 100; i++) {
            rows.add(new Row("eager", "a", i));
        }

        EventProfile events = tally(rows).profile();

        assertThat(events.busyUsers()).containsExactly(new BusyUser("robot", 200, 200 / 460.0, 150));
        assertThat(events.busyUserCount()).isOne();
    }

    @Test
    void nothing_has_a_profile_too() {
        EventProfile events = tally(List.of()).profile();

        assertThat(events.oldest()).isEmpty();
        assertThat(events.timeline().size()).isZero();
        assertThat(events.timeline().gaps()).isEmpty();
        assertThat(events.perUser()).isEqualTo(new Activity(0, 0, List.of(), List.of(), List.of(), 0));
        assertThat(events.newestPart()).isEmpty();
    }

    @Test
    void activity_by_hand() {
        // 1, 1, 2, 4, 8: sum 16, mean 3.2; Gini = Σ(2i - n - 1)·x_i / (n·Σx) = (-4 - 2 + 0 + 8 + 32) / 80 = 0.425
        Activity activity = Activity.of(new int[] {4, 0, 1, 8, 2, 1});

        assertThat(activity.members()).isEqualTo(5);
        assertThat(activity.mean()).isEqualTo(3.2);
        assertThat(activity.gini()).isCloseTo(0.425, within(1e-12));
        assertThat(activity.events(0)).isEqualTo(1);
        assertThat(activity.events(0.5)).as("place 3 of 5").isEqualTo(2);
        assertThat(activity.events(0.75)).as("place 4 of 5").isEqualTo(4);
        assertThat(activity.events(0.9)).as("place 5 of 5").isEqualTo(8);
        assertThat(activity.bands())
                .containsExactly(
                        new Activity.Band(1, 1, 2),
                        new Activity.Band(2, 3, 1),
                        new Activity.Band(4, 7, 1),
                        new Activity.Band(8, 15, 1));
        assertThat(activity.curve())
                .containsExactly(
                        new Activity.Rank(1, 8, 0.5),
                        new Activity.Rank(2, 4, 0.75),
                        new Activity.Rank(3, 2, 0.875),
                        new Activity.Rank(4, 1, 0.9375),
                        new Activity.Rank(5, 1, 1));
    }

    @Property(tries = 200, seed = "42")
    void agrees_with_counting_sets(@ForAll long seed) {
        Random random = new Random(seed);
        Set<Row> distinct = new HashSet<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            distinct.add(new Row("u" + random.nextInt(6), "i" + random.nextInt(8), random.nextInt(12) * DAY / 3));
        }
        List<Row> rows = List.copyOf(distinct);

        EventTally tally = tally(rows);

        Map<String, Integer> ofUser = new HashMap<>();
        Map<String, Integer> together = new HashMap<>();
        Set<String> pairs = new HashSet<>();
        for (Row row : rows) {
            ofUser.merge(row.user(), 1, Integer::sum);
            together.merge(row.user() + "@" + row.time(), 1, Integer::sum);
            pairs.add(row.user() + row.item());
        }
        assertThat(tally.pairs()).isEqualTo(pairs.size());
        assertThat(tally.usersWith(1)).isEqualTo(ofUser.size());
        assertThat(tally.usersWith(2)).isEqualTo((int)
                ofUser.values().stream().filter(count -> count > 1).count());
        assertThat(tally.profile().sameSecond())
                .isEqualTo(together.values().stream()
                        .filter(count -> count > 1)
                        .mapToInt(count -> count)
                        .sum());
        tally.profile().newestPart().ifPresent(part -> {
            Set<String> before = new HashSet<>();
            rows.stream()
                    .filter(row -> row.time() < part.begin().getEpochSecond())
                    .forEach(row -> before.add(row.item()));
            assertThat(part.eventsOfNewItems())
                    .isEqualTo(rows.stream()
                            .filter(row -> !before.contains(row.item()))
                            .count());
        });
    }
}
