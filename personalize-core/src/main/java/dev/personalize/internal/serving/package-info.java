/**
 * From a request to an answer: a {@link dev.personalize.internal.serving.Deployment} turns ids into a query, asks the model,
 * and turns the best items back into ids; its {@link dev.personalize.internal.serving.ItemCatalogue} says which items there are.
 * Written once, for every recipe. Not part of the public interface.
 */
@NullMarked
package dev.personalize.internal.serving;

import org.jspecify.annotations.NullMarked;
