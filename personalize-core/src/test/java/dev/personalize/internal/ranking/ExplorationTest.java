package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.ranking.Exploration.Slots;
import dev.personalize.math.Bits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExplorationTest {
    private static final long DAY = 86_400;
    private static final Bits ALL = Bits.all(1000);
    private static final int[] RANKED = {5, 4, 3, 2};

    /** Items 0 … 9; 0, 1 and 2 are young, with bonuses 1, 1/2 and 1/4; 2 is also the fourth best. */
    private static ExplorationPool pool() {
        int[] interactions = {0, 1, 1};
        int[] impressions = {0, 0, 2};
        return ExplorationPool.of(
                10,
                item -> item < 3 ? 100 * DAY : 0,
                100 * DAY,
                30,
                item -> interactions[item],
                item -> impressions[item]);
    }

    private static ExplorationPool random(Random random, int items) {
        long[] created = random.longs(items, 0, 100 * DAY).toArray();
        int[] interactions = random.ints(items, 0, 20).toArray();
        int[] impressions = random.ints(items, 0, 20).toArray();
        return ExplorationPool.of(items, i -> created[i], 100 * DAY, 50, i -> interactions[i], i -> impressions[i]);
    }

    @Test
    void the_cut_off_counts_days_back_from_the_reference() {
        long[] created = {100 * DAY, 70 * DAY, 70 * DAY - 1, 101 * DAY};

        ExplorationPool pool = ExplorationPool.of(4, item -> created[item], 100 * DAY, 30, item -> 0, item -> 0);

        assertThat(pool.size()).isEqualTo(3);
        assertThat(IntStream.range(0, 4).mapToDouble(pool::bonus).toArray()).containsExactly(1, 1, 0, 1);
    }

    @Test
    void the_bonus_falls_with_interactions_and_with_impressions() {
        assertThat(IntStream.range(0, 4).mapToDouble(pool()::bonus).toArray()).containsExactly(1, 0.5, 0.25, 0);
    }

    @Test
    void weight_zero_is_the_order_of_relevance_with_certainty() {
        Slots slots = Exploration.fill(RANKED, 0, pool(), ALL, new SplittableRandom(1));

        assertThat(slots.items()).isEqualTo(RANKED);
        assertThat(slots.explored()).containsOnly(false);
        assertThat(slots.propensities()).containsOnly(1);
    }

    @Test
    void weight_one_shows_the_young_items_while_there_are_any() {
        Slots slots = Exploration.fill(RANKED, 1, pool(), ALL, new SplittableRandom(1));

        assertThat(Arrays.copyOf(slots.items(), 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(slots.items()[3]).isEqualTo(5);
        assertThat(slots.propensities()[3]).isEqualTo(1);
        assertThat(slots.explored()).containsExactly(true, true, true, false);
    }

    /**
     * Bonuses 1, 1/2, 1/4: sum 7/4. First place at weight 0.3: item 5 with 0.7, item 0 with 0.3 · 4/7, 1 with 0.3 · 2/7, 2 with
     * 0.3 · 1/7. Without item 0, the sum is 3/4.
     */
    @Test
    void propensities_by_hand() {
        Map<Integer, Double> expected = Map.of(5, 0.7, 0, 0.3 * 4 / 7, 1, 0.3 * 2 / 7, 2, 0.3 / 7);
        Map<Integer, Double> withoutZero = Map.of(5, 0.7, 1, 0.3 * 2 / 3, 2, 0.3 / 3);
        Bits others = Bits.all(10);
        others.clear(0);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            Slots slots = Exploration.fill(RANKED, 0.3, pool(), ALL, random);
            assertThat(slots.propensities()[0]).isCloseTo(expected.get(slots.items()[0]), within(1e-9));

            Slots fewer = Exploration.fill(RANKED, 0.3, pool(), others, random);
            assertThat(fewer.propensities()[0]).isCloseTo(withoutZero.get(fewer.items()[0]), within(1e-9));
        }
    }

    /** Item 2 is both young and the only one ranked: it comes with 1 − w + w · 1/7. */
    @Test
    void an_item_that_is_young_and_best_has_both_chances() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100; i++) {
            Slots slots = Exploration.fill(new int[] {2}, 0.3, pool(), ALL, random);
            if (slots.items()[0] == 2) {
                assertThat(slots.propensities()[0]).isCloseTo(0.7 + 0.3 / 7, within(1e-9));
                assertThat(slots.explored()[0]).isFalse();
            }
        }
    }

    /**
     * Whole answers of three places, 200,000 times: each answer's frequency against the product of the propensities it states.
     * The standard error of a frequency p is √(p (1 − p) / 200,000) ≤ 0.0011; five of them are allowed.
     */
    @Test
    void answers_come_as_often_as_their_propensities_say() {
        Bits some = Bits.all(10);
        some.clear(1);
        some.clear(9);
        for (Bits allowed : List.of(Bits.all(10), some)) {
            Map<String, Integer> counts = new HashMap<>();
            Map<String, Double> stated = new HashMap<>();
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 200_000; i++) {
                Slots slots = Exploration.fill(new int[] {5, 2, 3}, 0.4, pool(), allowed, random);
                String answer = Arrays.toString(slots.items());
                counts.merge(answer, 1, Integer::sum);
                stated.put(answer, Arrays.stream(slots.propensities()).reduce(1, (a, b) -> a * b));
            }

            assertThat(stated.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-6));
            stated.forEach((answer, p) -> assertThat(counts.getOrDefault(answer, 0) / 200_000.0)
                    .as(answer)
                    .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / 200_000))));
        }
    }

    /** Only item 699, of 700 young ones, is allowed: drawing and throwing back does not find it in time, adding up does. */
    @Test
    void the_last_young_item_is_found_among_many_others() {
        ExplorationPool pool = ExplorationPool.of(1000, item -> item < 700 ? 1 : 0, 1, 0, item -> item, item -> 0);
        Bits allowed = Bits.all(1000);
        IntStream.range(0, 699).forEach(allowed::clear);

        Slots slots = Exploration.fill(new int[] {800, 801}, 1, pool, allowed, new SplittableRandom(1));

        assertThat(slots.items()).containsExactly(699, 800);
        assertThat(slots.propensities()[0]).isCloseTo(1, within(1e-9));
        assertThat(slots.propensities()[1]).isEqualTo(1);
    }

    /** Young items shown in 2,000 answers of ten places, by weight; the steps lie far above the noise. */
    @Test
    void a_higher_weight_shows_more_young_items() {
        ExplorationPool pool = random(new Random(1), 300);
        int[] ranked = IntStream.range(0, 300)
                .filter(item -> pool.bonus(item) == 0)
                .limit(10)
                .toArray();
        double before = -1;
        for (double weight : new double[] {0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1}) {
            SplittableRandom random = new SplittableRandom(3);
            int young = 0;
            for (int i = 0; i < 2000; i++) {
                for (int item :
                        Exploration.fill(ranked, weight, pool, ALL, random).items()) {
                    young += pool.bonus(item) > 0 ? 1 : 0;
                }
            }
            assertThat(young / 20_000.0).isCloseTo(weight, within(0.02)).isGreaterThan(before);
            before = young / 20_000.0;
        }
    }

    @Test
    void an_item_that_was_shown_in_vain_is_shown_less() {
        int[] impressions = {0, 9};
        ExplorationPool pool = ExplorationPool.of(3, i -> i < 2 ? 1 : 0, 1, 0, i -> 0, i -> impressions[i]);
        int[] shown = new int[3];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2000; i++) {
            shown[Exploration.fill(new int[] {2}, 1, pool, ALL, random).items()[0]]++;
        }

        assertThat(shown[1] / 2000.0).isCloseTo(1 / 11.0, within(0.035)); // five standard errors of 0.0064
        assertThat(shown[2]).isZero();
    }

    @Test
    void the_same_seed_gives_the_same_answer() {
        ExplorationPool pool = random(new Random(1), 300);
        int[] ranked = IntStream.range(0, 25).toArray();

        assertThat(Exploration.fill(ranked, 0.5, pool, ALL, new SplittableRandom(9))
                        .items())
                .isEqualTo(Exploration.fill(ranked, 0.5, pool, ALL, new SplittableRandom(9))
                        .items())
                .isNotEqualTo(Exploration.fill(ranked, 0.5, pool, ALL, new SplittableRandom(10))
                        .items());
    }

    @Test
    void what_is_out_of_range_is_refused() {
        for (double weight : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Exploration.fill(RANKED, weight, pool(), ALL, new SplittableRandom(1)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(String.valueOf(weight));
        }
        assertThatThrownBy(() -> ExplorationPool.of(1, i -> 0, 0, -1, i -> 0, i -> 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("-1.0 days");
    }

    /** Each stated propensity against one computed from the definition, over sets from full to nearly empty. */
    @Property(tries = 300, seed = "42")
    void propensities_as_defined(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double weight) {
        Random random = new Random(seed);
        int items = 1 + random.nextInt(200);
        ExplorationPool pool = random(random, items);
        double share = random.nextDouble();
        Bits allowed = Bits.all(items);
        for (int item = 0; item < items; item++) {
            if (random.nextDouble() < share) {
                allowed.clear(item);
            }
        }
        int[] ranked = IntStream.range(0, items).filter(allowed::get).limit(15).toArray();

        Slots slots = Exploration.fill(ranked, weight, pool, allowed, new SplittableRandom(seed));

        assertThat(slots.items()).hasSize(ranked.length).doesNotHaveDuplicates();
        for (int place = 0; place < ranked.length; place++) {
            int[] before = Arrays.copyOf(slots.items(), place);
            int best = Arrays.stream(ranked)
                    .filter(i -> !contains(before, i))
                    .findFirst()
                    .orElseThrow();
            double left = IntStream.range(0, items)
                    .filter(i -> !contains(before, i) && allowed.get(i))
                    .mapToDouble(pool::bonus)
                    .sum();
            int item = slots.items()[place];
            double chance = left > 0 ? weight : 0;
            double propensity = (item == best ? 1 - chance : 0) + (left > 0 ? chance * pool.bonus(item) / left : 0);
            assertThat(slots.propensities()[place])
                    .isCloseTo(propensity, within(1e-6))
                    .isPositive();
            assertThat(slots.explored()[place]).isEqualTo(item != best);
            assertThat(allowed.get(item)).isTrue();
        }
    }

    private static boolean contains(int[] items, int item) {
        return Arrays.stream(items).anyMatch(i -> i == item);
    }
}
