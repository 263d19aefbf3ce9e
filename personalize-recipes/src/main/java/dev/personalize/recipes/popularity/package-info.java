/** Recipes that give everybody the same items, and that every other recipe has to beat. */
@NullMarked
package dev.personalize.recipes.popularity;

import org.jspecify.annotations.NullMarked;
