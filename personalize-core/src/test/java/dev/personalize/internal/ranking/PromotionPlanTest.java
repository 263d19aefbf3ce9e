package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.ranking.PromotionPlan.Placement;
import dev.personalize.internal.ranking.PromotionPlan.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionPlanTest {
    private static final int[] MAIN = IntStream.range(0, 100).toArray();
    private static final int[] PROMOTED = IntStream.range(200, 300).toArray();

    private static Placement place(int numResults, Share share, int[] main, int[] promoted, long seed) {
        return new PromotionPlan(numResults, List.of(share)).place(main, List.of(promoted), new SplittableRandom(seed));
    }

    private static int[] itemsOf(Placement placement, int promotion) {
        return IntStream.range(0, placement.items().length)
                .filter(i -> placement.promotions()[i] == promotion)
                .map(i -> placement.items()[i])
                .toArray();
    }

    /** 50 % of 25 is 12.5: half up. 1 % of 25 is 0.25: at least one. 30 % of 25 is 7.5; 29 % is 7.25. 100 % of 7 is all. */
    @ParameterizedTest
    @CsvSource({"50, 25, 13", "1, 25, 1", "30, 25, 8", "29, 25, 7", "100, 7, 7", "20, 10, 2", "40, 1, 1"})
    void a_share_is_rounded_to_the_nearest_and_at_least_one(int percent, int numResults, int promoted) {
        Placement placement = place(numResults, Share.ofPercent(percent), MAIN, PROMOTED, 1);

        assertThat(itemsOf(placement, 0)).isEqualTo(Arrays.copyOf(PROMOTED, promoted));
        assertThat(itemsOf(placement, PromotionPlan.NOT_PROMOTED))
                .isEqualTo(Arrays.copyOf(MAIN, numResults - promoted));
    }

    /** 50 % and 50 % of 5 are 3 and 3; there is room for 3 and 2. With slot 4 fixed there is room for 3 and 1. */
    @Test
    void when_rounding_gives_more_than_there_is_the_last_share_gets_less() {
        List<int[]> lists = List.of(new int[] {10, 11, 12}, new int[] {20, 21, 22}, new int[] {30});

        Placement two = new PromotionPlan(5, List.of(Share.ofPercent(50), Share.ofPercent(50)))
                .place(MAIN, lists.subList(0, 2), new SplittableRandom(1));
        assertThat(itemsOf(two, 0)).containsExactly(10, 11, 12);
        assertThat(itemsOf(two, 1)).containsExactly(20, 21);

        Placement three = new PromotionPlan(5, List.of(Share.ofPercent(50), Share.ofPercent(50), Share.ofSlots(4)))
                .place(MAIN, lists, new SplittableRandom(1));
        assertThat(itemsOf(three, 0)).containsExactly(10, 11, 12);
        assertThat(itemsOf(three, 1)).containsExactly(20);
        assertThat(three.items()[4]).isEqualTo(30);
    }

    @Test
    void the_best_promoted_item_lies_in_the_first_of_the_fixed_slots() {
        Placement placement = place(5, Share.ofSlots(3, 0), new int[] {1, 2, 3, 4, 5}, new int[] {9, 8, 7}, 1);

        assertThat(placement.items()).containsExactly(9, 1, 2, 8, 3);
        assertThat(placement.promotions()).containsExactly(0, -1, -1, 0, -1);
    }

    @Test
    void slots_without_an_item_go_to_the_rest() {
        Placement placement = place(5, Share.ofSlots(0, 3), new int[] {1, 2, 3, 4, 5}, new int[] {9}, 1);

        assertThat(placement.items()).containsExactly(9, 1, 2, 3, 4);
    }

    @Test
    void an_answer_that_ends_early_takes_its_last_slots_up_to_its_end() {
        Placement placement = place(10, Share.ofSlots(0, 9), new int[] {1, 2}, new int[] {9, 8}, 1);

        assertThat(placement.items()).containsExactly(9, 1, 2, 8);
    }

    /** Item 1 is in both promotions and in the main list: the first promotion has it, the second goes on to 4. */
    @Test
    void an_item_of_several_lists_belongs_to_the_promotion_declared_first() {
        Placement placement = new PromotionPlan(4, List.of(Share.ofSlots(2), Share.ofSlots(0)))
                .place(new int[] {1, 2, 3, 4}, List.of(new int[] {1}, new int[] {1, 4}), new SplittableRandom(1));

        assertThat(placement.items()).containsExactly(4, 2, 1, 3);
        assertThat(placement.promotions()).containsExactly(1, -1, 0, -1);
    }

    @Test
    void the_same_seed_gives_the_same_places_and_another_seed_others() {
        Share share = Share.ofPercent(20);

        assertThat(place(25, share, MAIN, PROMOTED, 3).items())
                .isEqualTo(place(25, share, MAIN, PROMOTED, 3).items());
        Set<List<Integer>> arrangements = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            arrangements.add(
                    Arrays.stream(place(25, share, MAIN, PROMOTED, seed).items())
                            .boxed()
                            .toList());
        }
        assertThat(arrangements).hasSizeGreaterThan(15);
    }

    /** 1 of 5 items: each place has it in a fifth of 10,000 draws; 0.02 is five standard errors (0.004). */
    @Test
    void every_place_is_equally_likely() {
        int[] counts = new int[5];
        SplittableRandom random = new SplittableRandom(1);
        PromotionPlan plan = new PromotionPlan(5, List.of(Share.ofPercent(20)));
        for (int i = 0; i < 10_000; i++) {
            int[] promotions = plan.place(MAIN, List.of(PROMOTED), random).promotions();
            counts[
                    IntStream.range(0, 5)
                            .filter(at -> promotions[at] == 0)
                            .findFirst()
                            .orElseThrow()]++;
        }

        for (int count : counts) {
            assertThat(count / 10_000.0).isCloseTo(0.2, within(0.02));
        }
    }

    @Test
    void impossible_plans_are_refused_with_the_next_step() {
        assertThatThrownBy(() -> Share.ofPercent(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("percentPromotedItems is 0: give 1 … 100");
        assertThatThrownBy(() -> Share.ofPercent(101)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(Share::ofSlots).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Share.ofSlots(2, -1)).hasMessageContaining("slot -1");
        assertThatThrownBy(() -> new PromotionPlan(3, List.of(Share.ofSlots(3))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("slot 3 of promotion 1 is beyond the last, 2: give each slot to one promotion, 0 … 2");
        assertThatThrownBy(() -> new PromotionPlan(3, List.of(Share.ofSlots(1), Share.ofSlots(1))))
                .hasMessageContaining("slot 1 of promotion 2 is taken already");
        assertThatThrownBy(() -> new PromotionPlan(3, List.of(Share.ofPercent(60), Share.ofPercent(50))))
                .hasMessageContaining("110 %");
        assertThatThrownBy(() -> new PromotionPlan(0, List.of())).isInstanceOf(InvalidInputException.class);
    }

    /** Lists of up to 12 of 30 items, so that lists overlap and run out. */
    @Property(tries = 2000, seed = "42")
    void what_holds_for_every_plan(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 15) int numResults,
            @ForAll @IntRange(max = 3) int count) {
        Random random = new Random(seed);
        List<Integer> slots =
                new ArrayList<>(IntStream.range(0, numResults).boxed().toList());
        java.util.Collections.shuffle(slots, random);
        List<Share> shares = new ArrayList<>();
        List<int[]> lists = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            int fixed = Math.min(slots.size(), random.nextInt(3));
            List<Integer> own = slots.subList(0, fixed);
            shares.add(
                    fixed == 0
                            ? Share.ofPercent(1 + random.nextInt(33))
                            : Share.ofSlots(own.stream().mapToInt(i -> i).toArray()));
            own.clear();
            lists.add(someItems(random));
        }
        int[] main = someItems(random);

        Placement placement = new PromotionPlan(numResults, shares).place(main, lists, new SplittableRandom(seed));

        assertThat(placement.items()).doesNotHaveDuplicates();
        Set<Integer> taken = new LinkedHashSet<>();
        for (int p = 0; p < count; p++) {
            int[] ofPromotion = itemsOf(placement, p);
            assertThat(ofPromotion).isEqualTo(bestNotTaken(lists.get(p), ofPromotion.length, taken));
        }
        int[] rest = itemsOf(placement, PromotionPlan.NOT_PROMOTED);
        int available = bestNotTaken(main, 99, new HashSet<>(taken)).length;
        assertThat(rest).isEqualTo(bestNotTaken(main, rest.length, taken));
        assertThat(placement.items().length)
                .isEqualTo(Math.min(numResults, placement.items().length - rest.length + available));
        if (main.length >= numResults) {
            assertThat(placement.items()).hasSize(numResults);
        }
    }

    private static int[] someItems(Random random) {
        List<Integer> items = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
        java.util.Collections.shuffle(items, random);
        return items.stream().limit(random.nextInt(13)).mapToInt(i -> i).toArray();
    }

    private static int[] bestNotTaken(int[] list, int count, Set<Integer> taken) {
        int[] best = Arrays.stream(list)
                .filter(item -> !taken.contains(item))
                .limit(count)
                .toArray();
        Arrays.stream(best).forEach(taken::add);
        return best;
    }
}
