/** Recipe {@code sequential-rules}: what follows what. */
@NullMarked
package dev.personalize.recipes.sequence;

import org.jspecify.annotations.NullMarked;
