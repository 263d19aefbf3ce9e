/** Recipe {@code linear-item}: a linear model of items from items. */
@NullMarked
package dev.personalize.recipes.linear;

import org.jspecify.annotations.NullMarked;
