/**
 * Recommendations inside your own process: what Amazon Personalize does as a managed service, as a library.
 *
 * <p>{@link dev.personalize.Personalize} opens a home folder. A {@link dev.personalize.DatasetGroup} holds
 * {@link dev.personalize.Dataset datasets}, an {@link dev.personalize.EventTracker}, {@link dev.personalize.Solution
 * solutions} and {@link dev.personalize.Campaign campaigns}. A solution is a recipe with its settings; training it gives a
 * {@link dev.personalize.SolutionVersion}, which is immutable and measured; a campaign answers requests from one version.
 *
 * <p>Objects of this package refer to each other; names find them again after a restart. All are safe to share between
 * threads; requests and results are immutable. Long work blocks its caller.
 */
@NullMarked
package dev.personalize;

import org.jspecify.annotations.NullMarked;
