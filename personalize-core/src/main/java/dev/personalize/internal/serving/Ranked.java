package dev.personalize.internal.serving;

import org.jspecify.annotations.Nullable;

/**
 * One place of an answer.
 *
 * @param itemId the item
 * @param score softmax of the model's score, or null where the model has none
 * @param popular whether the item is there for its popularity, because the model named too few
 */
public record Ranked(String itemId, @Nullable Double score, boolean popular) {}
