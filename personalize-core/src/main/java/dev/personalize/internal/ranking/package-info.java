/**
 * The rules that put scored candidates in order: pure functions over the caller's arrays of item ints and scores, without ids,
 * clocks and files. In the order in which a request applies them: {@link dev.personalize.internal.ranking.NegativeFeedback} lowers
 * scores,
 * {@link dev.personalize.internal.ranking.Diversity} and {@link dev.personalize.internal.ranking.CategoryCap} choose among the
 * best, {@link dev.personalize.internal.ranking.Exploration} gives young items a place,
 * {@link dev.personalize.internal.ranking.PromotionPlan} mixes promoted items in. {@link
 * dev.personalize.internal.ranking.SearchBlend} is for lists that come from a search. Chance comes from the generator that is
 * passed in and nowhere else. Not part of the public interface.
 */
@NullMarked
package dev.personalize.internal.ranking;

import org.jspecify.annotations.NullMarked;
