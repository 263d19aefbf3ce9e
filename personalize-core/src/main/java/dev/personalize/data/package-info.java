/**
 * What training sees: immutable, indexed by ints. {@link dev.personalize.data.Snapshot} is the whole of it: two
 * {@link dev.personalize.data.IdIndex id indexes}, the {@link dev.personalize.data.Interactions} of every user from oldest
 * to newest, and an {@link dev.personalize.data.AttributeTable} for items and for users.
 *
 * <p>Requests see records in a {@link dev.personalize.data.LiveAttributes}, which grows and changes while they go on, one
 * immutable {@link dev.personalize.data.AttributeVersion version} after another.
 *
 * <p>String ids become ints here, once, while a snapshot is built. From here upward {@code userId} and {@code itemId} are
 * strings, {@code user} and {@code item} are positions in an index.
 */
@NullMarked
package dev.personalize.data;

import org.jspecify.annotations.NullMarked;
