/**
 * What metadata and context say of items, learned from any snapshot, beside any recipe: {@link dev.personalize.coldstart.ColdStart},
 * the popularity of items among those who share the user's metadata or the request's context, for somebody without a history;
 * {@link dev.personalize.coldstart.ContextLift}, what the context adds to a model's scores, for everybody else.
 */
@NullMarked
package dev.personalize.coldstart;

import org.jspecify.annotations.NullMarked;
