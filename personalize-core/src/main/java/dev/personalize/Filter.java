package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterExpression;
import dev.personalize.internal.catalog.FilterManifest;
import java.time.Instant;
import java.util.Set;

/**
 * A named filter of a dataset group. Made by {@link DatasetGroup}; safe for any number of threads. A request sees one expression from
 * beginning to end, whatever {@link #update} does meanwhile.
 */
public final class Filter {
    private final Filters filters;
    private volatile State state;
    private volatile boolean deleted;

    private record State(FilterManifest manifest, FilterExpression expression) {}

    Filter(FilterManifest manifest, FilterExpression expression, Filters filters) {
        this.filters = filters;
        this.state = new State(manifest, expression);
    }

    /** {@return the name} */
    public String name() {
        return state.manifest().name();
    }

    /** {@return the expression, as it was given} */
    public String expression() {
        return state.manifest().expression();
    }

    /** {@return names of the expression's parameters without the dollar, in the order in which they come, unmodifiable} */
    public Set<String> parameters() {
        return state.expression().parameters();
    }

    /** {@return always {@link Status#ACTIVE}: a filter works from the moment it exists} */
    public Status status() {
        return Status.ACTIVE;
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(state.manifest().created());
    }

    /** {@return when its expression last changed, or when it was created} */
    public Instant updated() {
        return Instant.parse(state.manifest().updated());
    }

    /** {@return its tags} */
    public Tags tags() {
        return filters.tags(name(), () -> !deleted);
    }

    /**
     * Gives it another expression, under the conditions of {@link DatasetGroup#createFilter}; requests under way finish with the
     * old one.
     *
     * @throws InvalidInputException if the text is no expression, or does not fit the datasets
     * @throws LimitExceededException if it is too long, or there are too many fields
     * @throws ResourceNotFoundException if the filter was deleted
     */
    public void update(String expression) {
        filters.update(this, expression);
    }

    /** {@return the expression as it is now} */
    FilterExpression parsed() {
        if (deleted) {
            throw new ResourceNotFoundException("filter '" + name() + "' was deleted: create another one");
        }
        return state.expression();
    }

    FilterManifest manifest() {
        return state.manifest();
    }

    void become(FilterManifest manifest, FilterExpression expression) {
        state = new State(manifest, expression);
    }

    void markDeleted() {
        deleted = true;
    }
}
