/**
 * How good a system is, offline. A {@link dev.personalize.metrics.Split} hides a part of the data from training and makes a
 * {@link dev.personalize.metrics.Holdout}; {@link dev.personalize.metrics.Measuring} asks a model about every hidden case, once for
 * all {@link dev.personalize.metrics.Metrics}, and keeps the list and the values of every user in a
 * {@link dev.personalize.metrics.Measurement}. What is made of one: means with an {@link dev.personalize.metrics.Interval}, the
 * {@link dev.personalize.metrics.Exposure} of items, {@link dev.personalize.metrics.Segments}, and a
 * {@link dev.personalize.metrics.Comparison} with another. {@link dev.personalize.metrics.OffPolicy} needs no split, but a log with
 * propensities; {@link dev.personalize.metrics.ActionMetrics} needs propensities of actions, and who took them. {@link dev.personalize.metrics.Evaluation} is what a version prints by itself.
 */
@NullMarked
package dev.personalize.metrics;

import org.jspecify.annotations.NullMarked;
