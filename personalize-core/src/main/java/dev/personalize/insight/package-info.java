/**
 * What data is like, before anything is trained on it. {@link dev.personalize.insight.Insights} is the whole: how much there is,
 * how complete each column is ({@link dev.personalize.insight.ColumnProfile}), how events lie in time and over users and items
 * ({@link dev.personalize.insight.EventProfile}), and {@link dev.personalize.insight.Finding}s: what was seen, and what to do
 * next. {@link dev.personalize.insight.ServiceRules} has the numbers Amazon Personalize judges data by.
 */
@NullMarked
package dev.personalize.insight;

import org.jspecify.annotations.NullMarked;
