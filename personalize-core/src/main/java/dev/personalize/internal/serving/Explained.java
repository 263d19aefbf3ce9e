package dev.personalize.internal.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is in an answer. Immutable. The causes are made when they are asked for: most answers are read for few of them,
 * and a long history has hundreds for every item.
 */
public final class Explained {
    private final String itemId;
    private final @Nullable Double rawScore;
    private final List<Cause> placing;
    private final Supplier<List<Cause>> scoring;

    /**
     * @param itemId the item
     * @param rawScore the model's score, null if it has none
     * @param placing what moved the item whatever its score
     * @param scoring what the score consists of, from the largest absolute value; the same at every call
     */
    Explained(String itemId, @Nullable Double rawScore, List<Cause> placing, Supplier<List<Cause>> scoring) {
        this.itemId = itemId;
        this.rawScore = rawScore;
        this.placing = placing;
        this.scoring = scoring;
    }

    /** {@return why an item is there, which nothing but its score has moved} */
    public static Explained of(String itemId, @Nullable Double rawScore, List<Cause> causes) {
        List<Cause> copy = List.copyOf(causes);
        return new Explained(itemId, rawScore, List.of(), () -> copy);
    }

    /** {@return the item} */
    public String itemId() {
        return itemId;
    }

    /** {@return the model's score, null if it has none} */
    public @Nullable Double rawScore() {
        return rawScore;
    }

    /** {@return what moved the item whatever its score, then what its score consists of, from the largest absolute value} */
    public List<Cause> causes() {
        List<Cause> causes = scoring.get();
        if (placing.isEmpty()) {
            return causes;
        }
        List<Cause> all = new ArrayList<>(placing);
        all.addAll(causes);
        return all;
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
        List<Cause> more = new ArrayList<>(placing.size() + 1);
        more.add(first);
        more.addAll(placing);
        return new Explained(itemId, rawScore, more, scoring);
    }
}
