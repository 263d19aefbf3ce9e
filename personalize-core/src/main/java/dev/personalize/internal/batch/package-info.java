/**
 * Batch jobs: files of JSON Lines answered line by line, in constant memory, on several threads, in the order of the input, and
 * continued where a crash or a cancellation stopped them. Not part of the public interface.
 *
 * <p>{@link dev.personalize.internal.batch.BatchInput} says which files, {@link dev.personalize.internal.batch.BatchRun} takes
 * them from input to output, and asks {@link dev.personalize.internal.batch.LineAnswers} for each line; what a line means is not
 * known here, but for segments ({@link dev.personalize.internal.batch.SegmentLines}).
 */
@NullMarked
package dev.personalize.internal.batch;

import org.jspecify.annotations.NullMarked;
