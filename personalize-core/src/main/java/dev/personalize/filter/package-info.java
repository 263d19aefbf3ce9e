/**
 * Which items, users or actions may be in an answer: the service's filter expressions, and a little more.
 *
 * <p>{@link dev.personalize.filter.FilterExpression} is a parsed text; a
 * {@link dev.personalize.filter.CandidateFilter} belongs to one list of candidates and applies expressions to it, request by
 * {@link dev.personalize.filter.FilterRequest request}; a {@link dev.personalize.filter.FilterTrace} tells why a candidate is
 * missing. What the language means stands in docs/filters.md.
 */
@NullMarked
package dev.personalize.filter;

import org.jspecify.annotations.NullMarked;
