package dev.personalize.internal.serving;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is in an answer. Immutable.
 *
 * @param itemId the item
 * @param rawScore the model's score, null if it has none
 * @param causes what moved the item whatever its score, then what its score consists of, from the largest absolute value
 */
public record Explained(String itemId, @Nullable Double rawScore, List<Cause> causes) {
    /** Copies the list. */
    public Explained {
        causes = List.copyOf(causes);
    }

    /** {@return the same, of an item that a promotion placed} */
    public Explained promotedBy(String promotion) {
        return with(Cause.of(Cause.Kind.PROMOTION, promotion, null, 0));
    }

    /** {@return the same, of an item that was placed to learn about it} */
    public Explained explored() {
        return with(Cause.of(Cause.Kind.EXPLORATION, 0));
    }

    private Explained with(Cause first) {
        List<Cause> all = new ArrayList<>(causes.size() + 1);
        all.add(first);
        all.addAll(causes);
        return new Explained(itemId, rawScore, all);
    }
}
