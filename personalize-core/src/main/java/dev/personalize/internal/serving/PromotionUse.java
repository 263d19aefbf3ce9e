package dev.personalize.internal.serving;

import dev.personalize.internal.ranking.PromotionPlan;

/**
 * A promotion as a request uses it.
 *
 * @param name of the promotion
 * @param filter its items pass
 * @param share of the answer it gets
 */
public record PromotionUse(String name, FilterUse filter, PromotionPlan.Share share) {}
