/**
 * How long work says how far it is ({@link dev.personalize.progress.ProgressListener}; on a console
 * {@link dev.personalize.progress.ProgressBar}) and how it is stopped ({@link dev.personalize.progress.Cancellation}).
 */
@NullMarked
package dev.personalize.progress;

import org.jspecify.annotations.NullMarked;
