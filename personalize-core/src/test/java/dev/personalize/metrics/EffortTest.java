package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EffortTest {
    private static Holdout holdout(int users) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < 4; i++) {
                builder.interaction("u" + user, "i" + (user + i) % 9, null, Float.NaN, i);
            }
        }
        return Split.newest(1).of(builder.build());
    }

    private static int users(Interactions events) {
        return (int) IntStream.range(0, events.users())
                .filter(user -> events.end(user) > events.begin(user))
                .count();
    }

    @Test
    void users_are_learned_from_with_all_their_events() {
        Holdout third = Effort.reduced(holdout(3_000), 1.0 / 3, 1);

        // binomial, 1000 and 2000 expected, standard deviation 26
        assertThat(users(third.train().interactions())).isBetween(900, 1_100);
        assertThat(third.train().interactions().size())
                .isEqualTo(3 * users(third.train().interactions()));
        assertThat(third.cases()).isBetween(1_900, 2_100);
    }

    @Test
    void many_users_are_asked_about_by_the_same_share() {
        assertThat(Effort.reduced(holdout(12_000), 0.5, 1).cases()).isBetween(5_800, 6_200);
    }

    @Test
    void what_a_small_share_takes_a_greater_one_takes_too() {
        Holdout whole = holdout(3_000);
        Interactions small = Effort.reduced(whole, 0.2, 1).train().interactions();
        Interactions greater = Effort.reduced(whole, 0.5, 1).train().interactions();

        assertThat(IntStream.range(0, 3_000).filter(user -> small.end(user) > small.begin(user)))
                .allMatch(user -> greater.end(user) > greater.begin(user));
    }

    @Test
    void two_hundred_are_learned_from_whatever_the_share() {
        Interactions learned = Effort.reduced(holdout(1_000), 0.01, 1).train().interactions();
        assertThat(users(learned)).isBetween(150, 250);
        Holdout few = holdout(150);
        assertThat(Effort.reduced(few, 0.01, 1)).isSameAs(few);
    }
}
