/**
 * Recipes made of other recipes: {@code blend}, and what the service's names {@code user-personalization} and {@code
 * personalized-ranking} stand for. Parts are found by name, so this room knows no other recipe's code.
 */
@NullMarked
package dev.personalize.recipes.blend;

import org.jspecify.annotations.NullMarked;
