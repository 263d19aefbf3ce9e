/**
 * What to recommend to somebody without a history: {@link dev.personalize.coldstart.ColdStart}, the popularity of items among those
 * who share the user's metadata or the request's context. It is learned from any snapshot, beside any recipe.
 */
@NullMarked
package dev.personalize.coldstart;

import org.jspecify.annotations.NullMarked;
