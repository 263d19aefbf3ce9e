package dev.personalize.internal.serving;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param asker who asks
 * @param itemId item in question, or null; unknown items are answered with popular ones
 * @param numResults most places of the answer
 * @param consumed what becomes of items the user has had
 * @param deleted ids of items that are not there any more; the same set object as long as it does not change
 */
public record Ask(Asker asker, @Nullable String itemId, int numResults, ConsumedRule consumed, Set<String> deleted) {}
