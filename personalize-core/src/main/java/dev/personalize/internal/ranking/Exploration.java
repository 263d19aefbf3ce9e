package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Bits;
import java.util.random.RandomGenerator;

/**
 * Gives items that nobody knows much about a place now and then. The answer is filled place by place: with a probability of
 * {@code weight} from the {@link ExplorationPool}, each item with a probability in proportion to its bonus, and otherwise with
 * the best item that is left. When no young item is left, the best item always comes next. The answer has as many places as it
 * would have without exploration.
 *
 * <p>So the probability with which a place went to its item, given the places before it, is known:
 *
 * <pre>propensity = (1 − weight) · [item is the best left] + weight · bonus / (sum of the bonuses left)</pre>
 *
 * <p>which is what an estimate of another policy from the clicks on this one divides by.
 */
public final class Exploration {
    // Below this part of the whole, what is left of a sum after subtracting is added up anew.
    private static final double SMALL = 1e-6;

    private final int[] ranked;
    private final double weight;
    private final ExplorationPool pool;
    private final Bits allowed;
    private final RandomGenerator random;

    private final int[] items;
    private final boolean[] explored;
    private final double[] propensities;
    private int size;
    private int nextRanked;
    private int left;
    private double mass;
    private double exactMass;

    private Exploration(int[] ranked, double weight, ExplorationPool pool, Bits allowed, RandomGenerator random) {
        this.ranked = ranked;
        this.weight = weight;
        this.pool = pool;
        this.allowed = allowed;
        this.random = random;
        this.items = new int[ranked.length];
        this.explored = new boolean[ranked.length];
        this.propensities = new double[ranked.length];
    }

    /**
     * An answer.
     *
     * @param items the item at each place, different from one another; shape [places]
     * @param explored whether the place went to an item that was not the best left; shape [places]
     * @param propensities probability with which the place went to its item, given the places before it, in (0, 1]; shape
     *     [places]
     */
    // A record of arrays: the result of one request, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Slots(int[] items, boolean[] explored, double[] propensities) {}

    /**
     * Fills the places.
     *
     * @param ranked the answer without exploration, best first, items different from one another, all allowed
     * @param weight 0 … 1: 0 gives {@code ranked}, 1 nothing but young items while there are any
     * @param pool of items, with or without a score
     * @param allowed items that may be drawn; not modified
     * @param random decides; the same numbers give the same answer
     * @throws InvalidInputException if the weight is out of range
     */
    public static Slots fill(int[] ranked, double weight, ExplorationPool pool, Bits allowed, RandomGenerator random) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new InvalidInputException("explorationWeight is " + weight + ": give a number of 0 … 1");
        }
        return new Exploration(ranked, weight, pool, allowed, random).fill();
    }

    private Slots fill() {
        if (weight > 0) {
            left = pool.count(allowed);
            mass = pool.mass(allowed);
            exactMass = pool.total();
        }
        for (int place = 0; place < ranked.length; place++) {
            fillOne();
        }
        return new Slots(items, explored, propensities);
    }

    private void fillOne() {
        while (isPlaced(ranked[nextRanked])) {
            nextRanked++; // stops in time: fewer items are placed than are ranked
        }
        int best = ranked[nextRanked];
        double chance = left > 0 ? weight : 0;
        if (chance > 0 && mass < SMALL * exactMass) {
            mass = pool.massOf(this::isDrawable);
            exactMass = mass;
        }
        int item = chance > 0 && random.nextDouble() < chance ? pool.draw(this::isDrawable, mass, random) : best;
        double bonus = chance > 0 ? pool.bonus(item) : 0;
        explored[size] = item != best;
        propensities[size] = (item == best ? 1 - chance : 0) + (chance > 0 ? chance * bonus / mass : 0);
        items[size++] = item;
        if (bonus > 0) {
            left--;
            mass -= bonus;
        }
    }

    private boolean isDrawable(int item) {
        return allowed.get(item) && !isPlaced(item);
    }

    private boolean isPlaced(int item) {
        for (int i = 0; i < size; i++) {
            if (items[i] == item) {
                return true;
            }
        }
        return false;
    }
}
