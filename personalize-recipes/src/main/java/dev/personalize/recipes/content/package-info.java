/** Recipes that relate items by what they are: their metadata and texts. */
@NullMarked
package dev.personalize.recipes.content;

import org.jspecify.annotations.NullMarked;
