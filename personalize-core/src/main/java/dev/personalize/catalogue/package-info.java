/**
 * What there is to choose from, to be listed, filtered and read: a {@link dev.personalize.catalogue.RecipeCatalogue} of
 * {@link dev.personalize.catalogue.RecipeDescription}s, with the defaults, the declared and the searched ranges of their
 * hyperparameters.
 */
@NullMarked
package dev.personalize.catalogue;

import org.jspecify.annotations.NullMarked;
