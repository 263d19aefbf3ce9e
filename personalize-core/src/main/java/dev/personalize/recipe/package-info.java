/**
 * The service provider interface: a {@link dev.personalize.recipe.Recipe} turns a
 * {@link dev.personalize.data.Snapshot} into a {@link dev.personalize.recipe.Model}, and a model turns a
 * {@link dev.personalize.recipe.Query} into one score for each item. That is all a recipe does: already-seen items, given
 * lists, batch, metrics and persistence are written once, above this room, and work for every recipe.
 *
 * <p>What only some models can do is a further small interface each: {@link dev.personalize.recipe.EmbeddingModel} has vectors
 * of users and items.
 *
 * <p>To add a recipe, implement {@code Recipe}, name the class in {@code META-INF/services/dev.personalize.recipe.Recipe},
 * and subclass the testkit's {@code RecipeContract} in a test.
 */
@NullMarked
package dev.personalize.recipe;

import org.jspecify.annotations.NullMarked;
