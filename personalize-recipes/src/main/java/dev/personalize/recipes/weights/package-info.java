/**
 * Models that score items by weights from the items of a history: what recipes of different ideas train in their own ways and answer
 * with alike. Recipes may use this room; it knows none of them.
 */
@NullMarked
package dev.personalize.recipes.weights;

import org.jspecify.annotations.NullMarked;
