package dev.personalize.recipes.neighbor;

import dev.personalize.recipe.Hyperparameters;

/** The values of entries by the settings of {@code item-neighbors} and {@code user-neighbors}. */
final class EventValue implements EntryValue {
    private final String weighting;
    private final double k1;
    private final double b;
    private final double lengthExponent;

    /** @param lengthExponent power of the length of a history that values are multiplied with */
    EventValue(Hyperparameters values, double lengthExponent) {
        this.weighting = values.choice(ItemNeighborsRecipe.WEIGHTING);
        this.k1 = values.number(ItemNeighborsRecipe.BM25_K1);
        this.b = values.number(ItemNeighborsRecipe.BM25_B);
        this.lengthExponent = lengthExponent;
    }

    @Override
    public double of(double weight, double length, double rarity) {
        double value = switch (weighting) {
            case ItemNeighborsRecipe.TF_IDF -> Math.sqrt(weight) * rarity;
            case ItemNeighborsRecipe.BM25 -> weight * (k1 + 1) / (weight + k1 * (1 - b + b * length)) * rarity;
            default -> weight;
        };
        return value * Math.pow(length, lengthExponent);
    }

    @Override
    public boolean looksAtRarity() {
        return !weighting.equals(ItemNeighborsRecipe.NO_WEIGHTING);
    }
}
