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
    void users_are_taken_with_all_their_events() {
        Holdout third = Effort.reduced(holdout(3_000), 1.0 / 3, 1);

        // binomial, 1000 expected, standard deviation 26
        assertThat(third.cases()).isBetween(900, 1_100);
        assertThat(users(third.train().interactions())).isEqualTo(third.cases());
        assertThat(third.train().interactions().size()).isEqualTo(3 * third.cases());
        assertThat(third.asked().size()).isEqualTo(third.cases());
    }

    @Test
    void what_a_small_share_takes_a_greater_one_takes_too() {
        Holdout whole = holdout(3_000);
        Holdout small = Effort.reduced(whole, 0.2, 1);
        Holdout greater = Effort.reduced(whole, 0.5, 1);

        assertThat(IntStream.range(0, greater.cases()).map(greater::user).boxed())
                .containsAll(
                        IntStream.range(0, small.cases()).mapToObj(small::user).toList());
    }

    @Test
    void two_hundred_are_asked_about_whatever_the_share() {
        assertThat(Effort.reduced(holdout(1_000), 0.01, 1).cases()).isBetween(150, 250);
        Holdout few = holdout(150);
        assertThat(Effort.reduced(few, 0.01, 1)).isSameAs(few);
    }
}
