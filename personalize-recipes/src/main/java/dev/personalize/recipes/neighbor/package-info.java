/** Recipes that relate items through the users they share, and users through the items. */
@NullMarked
package dev.personalize.recipes.neighbor;

import org.jspecify.annotations.NullMarked;
