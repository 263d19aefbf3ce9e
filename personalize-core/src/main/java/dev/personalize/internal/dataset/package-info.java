/**
 * The data of a dataset group. {@link dev.personalize.internal.dataset.GroupData} is the door: it stores what imports and puts
 * bring, keeps in memory what requests need of it, and gives trainings a snapshot. Not part of the public interface.
 *
 * <p>The rows of a dataset lie in segments, which never change, and in a journal, which grows. The group's manifest says which
 * segments there are; a change writes new files, then the manifest, then removes what the manifest no longer names. Segments
 * and journal segments together have one order, that of arrival, so that of two rows with the same id the later one is known.
 */
@NullMarked
package dev.personalize.internal.dataset;

import org.jspecify.annotations.NullMarked;
