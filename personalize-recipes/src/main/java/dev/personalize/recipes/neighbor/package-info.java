/** Recipes that relate items through the users they share. */
@NullMarked
package dev.personalize.recipes.neighbor;

import org.jspecify.annotations.NullMarked;
