package dev.personalize.recipes.blend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Snapshot;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValidationTest {
    private static Snapshot data(int users, int most) {
        SplittableRandom random = new SplittableRandom(users);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            int events = 1 + random.nextInt(most);
            for (int i = 0; i < events; i++) {
                builder.interaction("u" + user, "i" + random.nextInt(30), null, Float.NaN, i);
            }
        }
        return builder.build();
    }

    @Test
    void the_newest_tenth_is_kept_back_in_order() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int i = 0; i < 20; i++) {
            builder.interaction("u", String.format("i%02d", i), null, Float.NaN, i);
        }

        Validation validation = Validation.of(builder.build(), 10, true, new SplittableRandom(1));

        Validation.Case only = validation.cases().get(0);
        assertThat(only.targets()).containsExactly(18, 19);
        assertThat(only.query().items()).containsExactly(IntStream.range(0, 18).toArray());
        assertThat(validation.train().interactions().items(0, 18))
                .isEqualTo(only.query().items());
    }

    @Test
    void where_all_events_of_a_user_have_one_time_none_is_newest() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int i = 0; i < 100; i++) {
            builder.interaction("u", String.format("i%02d", i), null, Float.NaN, 0);
        }

        Validation validation = Validation.of(builder.build(), 10, true, new SplittableRandom(1));

        assertThat(validation.cases().get(0).targets())
                .hasSize(10)
                .isNotEqualTo(IntStream.range(90, 100).toArray());
    }

    // Nothing that is to be found is left for training to see, and nothing else is missing.
    @Property(tries = 50, seed = "42")
    void training_and_cases_share_no_event(
            @ForAll @IntRange(min = 1, max = 30) int users,
            @ForAll @IntRange(min = 1, max = 10) int most,
            @ForAll boolean newest) {
        Snapshot data = data(users, 25);

        Validation validation = Validation.of(data, most, newest, new SplittableRandom(3));

        assertThat(validation.cases().size()).isLessThanOrEqualTo(most);
        int left = validation.train().interactions().size();
        int[] counts = new int[data.items().size()];
        for (int p = 0; p < data.interactions().size(); p++) {
            counts[data.interactions().item(p)]++;
        }
        for (int p = 0; p < left; p++) {
            counts[validation.train().interactions().item(p)]--;
        }
        int[] wanted = validation.cases().stream()
                .flatMapToInt(each -> Arrays.stream(each.targets()))
                .distinct()
                .sorted()
                .toArray();
        assertThat(IntStream.range(0, counts.length)
                        .filter(item -> counts[item] > 0)
                        .toArray())
                .isEqualTo(wanted);
        for (Validation.Case each : validation.cases()) {
            assertThat(each.query().size()).isPositive();
            assertThat(each.targets()).isNotEmpty();
        }
    }
}
