/** Recipes that describe items, and users through their histories, by vectors whose inner product is the score. */
@NullMarked
package dev.personalize.recipes.factor;

import org.jspecify.annotations.NullMarked;
