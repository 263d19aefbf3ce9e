package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.RecipeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** Ann at seconds 1, 2, 3, 8; Ben at 2, 9; Cat at 9 alone; Dan at 4, 4 and 4, in this order. */
    private static Snapshot data() {
        return Snapshot.builder()
                .interaction("ann", "a", null, Float.NaN, 1)
                .interaction("ann", "b", null, Float.NaN, 2)
                .interaction("ann", "c", null, Float.NaN, 3)
                .interaction("ann", "d", null, Float.NaN, 8)
                .interaction("ben", "a", null, Float.NaN, 2)
                .interaction("ben", "b", null, Float.NaN, 9)
                .interaction("cat", "a", null, Float.NaN, 9)
                .interaction("dan", "c", null, Float.NaN, 4)
                .interaction("dan", "a", null, Float.NaN, 4)
                .interaction("dan", "b", null, Float.NaN, 4)
                .build();
    }

    /** {@return "user given → asked" for each case} */
    private static List<String> cases(Holdout holdout) {
        List<String> cases = new ArrayList<>();
        for (int number = 0; number < holdout.cases(); number++) {
            int user = holdout.user(number);
            cases.add(holdout.train().users().id(user) + " " + items(holdout, holdout.given(), user) + " -> "
                    + items(holdout, holdout.asked(), user));
        }
        return cases;
    }

    private static String items(Holdout holdout, Interactions events, int user) {
        StringBuilder items = new StringBuilder();
        for (int p = events.begin(user); p < events.end(user); p++) {
            items.append(holdout.train().items().id(events.item(p)));
        }
        return items.toString();
    }

    @Test
    void by_time_asks_for_everything_from_an_instant_on_and_trains_on_what_was_before() {
        Holdout holdout = Split.byTime(Instant.ofEpochSecond(4)).of(data());

        // Cat and Dan have nothing before: nobody to ask about.
        assertThat(cases(holdout)).containsExactly("ann abc -> d", "ben a -> b");
        assertThat(holdout.train().interactions().size()).isEqualTo(4);
        assertThat(holdout.given()).isSameAs(holdout.train().interactions());
    }

    /** Ten events at 1 2 2 3 4 4 4 8 9 9. The newest tenth begins in second 9, which has two; four tenths in 4, which has three. */
    @Test
    void a_share_by_time_never_cuts_a_second_in_two() {
        assertThat(Split.byTime(0.1).of(data()).asked().size()).isEqualTo(2);
        assertThat(Split.byTime(0.4).of(data()).asked().size()).isEqualTo(6);
        assertThat(Split.byTime(0.99).of(data()).train().interactions().size()).isOne();
    }

    @Test
    void data_of_one_second_cannot_be_split_by_time() {
        Snapshot data = Snapshot.builder()
                .interaction("ann", "a", null, Float.NaN, 7)
                .interaction("ann", "b", null, Float.NaN, 7)
                .build();

        assertThatThrownBy(() -> Split.byTime(0.1).of(data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one second")
                .hasMessageContaining("Split.random");
        assertThatThrownBy(() -> Split.byTime(0.1).of(Snapshot.builder().build()))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void the_newest_events_are_the_last_stored_ones_of_a_second() {
        assertThat(cases(Split.newest(1).of(data()))).containsExactly("ann abc -> d", "ben a -> b", "dan ca -> b");
        assertThat(cases(Split.newest(2).of(data()))).containsExactly("ann ab -> cd", "dan c -> ab");
        assertThat(Split.newest(2).of(data()).train().interactions().size()).isEqualTo(6);
    }

    /** A fifth of four events and of two is one each; of three too. */
    @Test
    void inside_users_the_newest_fifth_is_asked_for() {
        assertThat(cases(Split.insideUsers().of(data()))).containsExactly("ann abc -> d", "ben a -> b", "dan ca -> b");
        Snapshot.Builder ten = Snapshot.builder();
        for (int i = 0; i < 10; i++) {
            ten.interaction("eve", "abcdefghij".substring(i, i + 1), null, Float.NaN, i);
        }
        assertThat(cases(Split.insideUsers().of(ten.build()))).containsExactly("eve abcdefgh -> ij");
    }

    @Test
    void a_random_share_of_each_user_leaves_one_event_at_least() {
        Holdout holdout = Split.random(0.5, 3).of(data());

        assertThat(holdout.cases()).isEqualTo(3);
        assertThat(holdout.asked().size()).isEqualTo(2 + 1 + 2);
        assertThat(holdout.train().interactions().size()).isEqualTo(5);
        assertThat(cases(Split.random(0.5, 3).of(data()))).isEqualTo(cases(holdout));
        assertThat(cases(Split.random(0.5, 4).of(data()))).isNotEqualTo(cases(holdout));
        assertThat(cases(Split.random(0.999, 3).of(data()))).allMatch(text -> text.matches("\\w+ \\w -> \\w+"));
    }

    @Test
    void a_split_of_ones_own_names_the_events() {
        Holdout holdout = Split.of((userId, itemId, timestamp) -> itemId.equals("b") && timestamp < 9)
                .of(data());

        assertThat(cases(holdout)).containsExactly("ann acd -> b", "dan ca -> b");
    }

    @Test
    void the_question_is_the_history_and_an_item_in_question_is_not_asked_for() {
        Snapshot data = Snapshot.builder()
                .interaction("ann", "b", null, Float.NaN, 1)
                .interaction("ann", "a", null, Float.NaN, 2)
                .interaction("ann", "c", null, Float.NaN, 3)
                .interaction("ann", "a", null, Float.NaN, 4)
                .interaction("ann", "c", null, Float.NaN, 5)
                .build();
        Holdout holdout = Split.newest(3).of(data);

        assertThat(holdout.query(0, RecipeType.USER_PERSONALIZATION).items()).containsExactly(1, 0);
        assertThat(holdout.relevant(0, holdout.query(0, RecipeType.USER_PERSONALIZATION)))
                .containsExactly(0, 2);
        assertThat(holdout.query(0, RecipeType.RELATED_ITEMS).anchor()).isZero();
        assertThat(holdout.relevant(0, holdout.query(0, RecipeType.RELATED_ITEMS)))
                .containsExactly(2);
    }

    @Test
    void the_same_questions_can_be_asked_after_training_on_less() {
        Holdout holdout = Split.newest(1).of(data());
        Snapshot half =
                holdout.train().withInteractions(holdout.train().interactions().filter(position -> position % 2 == 0));

        Holdout withHalf = holdout.withTrain(half);

        assertThat(withHalf.train()).isSameAs(half);
        assertThat(cases(withHalf)).isEqualTo(cases(holdout));
        assertThat(cases(holdout.only(number -> number == 1))).containsExactly("ben a -> b");
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> Split.byTime(1.5)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Split.random(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Split.newest(0)).hasMessageContaining("0");
        Interactions ofOthers = Snapshot.builder()
                .interaction("x", "y", null, Float.NaN, 1)
                .build()
                .interactions();
        assertThatThrownBy(() -> Holdout.of(data(), ofOthers, ofOthers)).isInstanceOf(IllegalArgumentException.class);
    }
}
