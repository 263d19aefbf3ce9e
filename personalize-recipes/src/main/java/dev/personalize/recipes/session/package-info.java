/** Recipe {@code session-neighbors}: what happened in sessions like this one. */
@NullMarked
package dev.personalize.recipes.session;

import org.jspecify.annotations.NullMarked;
