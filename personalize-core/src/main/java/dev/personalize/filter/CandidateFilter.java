package dev.personalize.filter;

import dev.personalize.data.IdIndex;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Bits;
import dev.personalize.math.Spares;
import org.jspecify.annotations.Nullable;

/**
 * Applies filters to one list of candidates: the items or actions a model knows, or users. Keeps what it found out about the
 * columns of their records, so that the next request with the same condition and values costs one pass over bits. Safe for any
 * number of threads.
 *
 * <p>Memory: 4 bytes for each record in the group, and up to 64 times one bit for each candidate.
 */
public final class CandidateFilter {
    private final FilterTarget target;
    private final IdIndex candidates;
    private final FilterData data;
    private final ColumnBits columns;
    private final Spares<Bits> spares;

    /**
     * @param target what the candidates are
     * @param candidates their ids
     * @param data what filters look at
     */
    public CandidateFilter(FilterTarget target, IdIndex candidates, FilterData data) {
        this.target = target;
        this.candidates = candidates;
        this.data = data;
        this.columns = new ColumnBits(candidates);
        this.spares = new Spares<>(() -> new Bits(candidates.size()));
    }

    /**
     * Takes out the candidates that a filter drops.
     *
     * @param filter one that fits the group's schemas, see {@link FilterExpression#check}
     * @param allowed the candidates so far, by position in the index; only ever loses some
     * @throws InvalidInputException if the request has a value for a parameter the filter does not have, none for one that it
     *     needs, or one that does not fit the field; or the filter is about something else, or compares with a CurrentItem the
     *     request does not have. {@code allowed} is what it was then
     */
    public void apply(FilterExpression filter, FilterRequest request, Bits allowed) {
        requireFitting(allowed);
        Bits included = null;
        Bits excluded = null;
        try (Evaluation evaluation = evaluation(filter, request)) {
            for (Rule rule : filter.rules()) {
                if (evaluation.passedOver(rule) == null) {
                    Bits matching = evaluation.matching(rule.where());
                    if (rule.include()) {
                        included = union(included, matching, evaluation);
                    } else {
                        excluded = union(excluded, matching, evaluation);
                    }
                }
            }
            if (included != null) {
                allowed.and(included);
            }
            if (excluded != null) {
                allowed.andNot(excluded);
            }
        }
    }

    static Bits union(@Nullable Bits some, Bits more, Evaluation evaluation) {
        if (some == null) {
            return more;
        }
        Bits union = evaluation.copy(some);
        union.or(more);
        return union;
    }

    /**
     * {@return what {@link #apply} would do and why; {@code allowed} stays as it is}
     *
     * @throws InvalidInputException as {@link #apply}
     */
    public FilterTrace trace(FilterExpression filter, FilterRequest request, Bits allowed) {
        requireFitting(allowed);
        return FilterTrace.of(filter, candidates, allowed, evaluation(filter, request));
    }

    private Evaluation evaluation(FilterExpression filter, FilterRequest request) {
        return new Evaluation(target, candidates, data, columns, spares, filter, request);
    }

    private void requireFitting(Bits allowed) {
        if (allowed.size() != candidates.size()) {
            throw new IllegalArgumentException(
                    "bits for " + allowed.size() + " of " + candidates.size() + " candidates");
        }
    }
}
