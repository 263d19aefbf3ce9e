/**
 * How long work says how far it is ({@link dev.personalize.progress.ProgressListener}) and how it is stopped
 * ({@link dev.personalize.progress.Cancellation}).
 */
@NullMarked
package dev.personalize.progress;

import org.jspecify.annotations.NullMarked;
