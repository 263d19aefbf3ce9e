/**
 * How good a model is, offline. A {@link dev.personalize.metrics.Holdout} hides a part of the data from training,
 * {@link dev.personalize.metrics.RankingMetrics} defines each metric for one ranked list, and
 * {@link dev.personalize.metrics.Evaluation} asks a model about every hidden case and averages.
 */
@NullMarked
package dev.personalize.metrics;

import org.jspecify.annotations.NullMarked;
