package dev.personalize.internal.serving;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says why items are in the answer to one query, in the same form for every model: one that cannot take its scores apart has
 * one cause, the whole score. For one thread; prepares the model once, when the first item needs it.
 */
public final class Explainer {
    private static final Comparator<Cause> LARGEST_FIRST = Comparator.comparingDouble(
                    (Cause cause) -> -Math.abs(cause.value()))
            .thenComparing(Cause::kind);

    private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";
    private static final double ROUNDING = 1e-5;
    private static final String FRESH = "fresh";

    /**
     * What the influence of a campaign added to a score.
     *
     * @param popularity for the item's popularity
     * @param freshness for its freshness
     */
    record Influence(double popularity, double freshness) {
        static final Influence NONE = new Influence(0, 0);

        private boolean isNone() {
            return popularity == 0 && freshness == 0;
        }
    }

    private final Model model;
    private final Query query;
    private final IntFunction<String> itemIds;
    private final IntFunction<String> eventTypes;
    private final IntUnaryOperator users;
    private ExplainingModel.@Nullable Breakdown breakdown;
    private @Nullable PastEvents past;
    /** Items the model was asked about, ascending. */
    private int[] asked = {};

    private float[] said = {};

    /**
     * @param model the model that was asked
     * @param query what it was asked
     * @param itemIds id of an item
     * @param eventTypes name of an event type, asked for positions from 0
     * @param users number of different users of an item
     */
    public Explainer(
            Model model,
            Query query,
            IntFunction<String> itemIds,
            IntFunction<String> eventTypes,
            IntUnaryOperator users) {
        this.model = model;
        this.query = query;
        this.itemIds = itemIds;
        this.eventTypes = eventTypes;
        this.users = users;
    }

    /**
     * {@return why an item is there}
     *
     * @param score what the model said to the item for the query; NaN if nothing, so that the item is there for its popularity
     * @param change by how much events that speak against items have changed it since, 0 or less
     */
    public Explained explain(int item, float score, float change) {
        return explain(item, score, List.of(), change, Influence.NONE);
    }

    /**
     * {@return why an item is there whose score was moved after the model had given it}
     *
     * @param raw the score, first moved by the context, then by events that speak against items, then by influence; NaN if there is
     *     none
     * @param lift how the context moved it
     * @param context of the request
     * @param influence what popularity and freshness added
     */
    Explained explainMoved(int item, float raw, ContextLift lift, Map<String, String> context, Influence influence) {
        if (Float.isNaN(raw)) {
            return explain(item, raw, 0);
        }
        int place = Arrays.binarySearch(asked, item);
        if (place < 0) {
            ask(item);
            place = 0;
        }
        float[] score = {said[place]};
        lift.addTo(score, new int[] {item}, context);
        float change = influence.isNone() ? raw - score[0] : without(influence, raw) - score[0];
        // What is left after adding and taking away is rounding, unless it is beyond it.
        boolean rounding = !influence.isNone() && Math.abs(change) <= ROUNDING * Math.abs(raw);
        return explain(item, said[place], lift.parts(context, item), rounding ? 0 : change, influence);
    }

    private static float without(Influence influence, float raw) {
        return (float) (raw - influence.popularity() - influence.freshness());
    }

    /** Asks the model about items before {@link #explainMoved} does: each time it is asked, it looks at the whole history. */
    void ask(int... items) {
        asked = Arrays.stream(items)
                .filter(item -> item < model.items())
                .sorted()
                .toArray();
        said = new float[asked.length];
        model.score(query, asked, said);
    }

    private Explained explain(int item, float score, List<ColdStart.Part> context, float change, Influence influence) {
        String itemId = itemIds.apply(item);
        if (Float.isNaN(score)) {
            Cause popularity = Cause.of(Cause.Kind.POPULARITY, users.applyAsInt(item));
            return Explained.of(itemId, null, shared(List.of(popularity)));
        }
        Contributions contributions = breakdown().of(item);
        if (contributions == null) {
            contributions = Contributions.ofRemainder(score);
        }
        double total = (double) score + change + sum(context) + influence.popularity() + influence.freshness();
        return new Explained(itemId, total, List.of(), causes(contributions, context, change, influence));
    }

    /**
     * {@return why an item suits somebody without a history}
     *
     * @param popularity part of the score that is popularity
     * @param parts what metadata and context add to it
     */
    Explained explainCold(int item, double popularity, List<ColdStart.Part> parts) {
        List<Cause> causes = new ArrayList<>();
        causes.add(Cause.of(Cause.Kind.POPULARITY, popularity));
        addTo(causes, parts);
        return Explained.of(itemIds.apply(item), popularity + sum(parts), shared(causes));
    }

    /** What metadata and context add becomes causes. */
    private static void addTo(List<Cause> causes, List<ColdStart.Part> parts) {
        for (ColdStart.Part part : parts) {
            causes.add(Cause.of(Cause.Kind.ATTRIBUTE, part.column(), part.text(), part.shift()));
        }
    }

    private static double sum(List<ColdStart.Part> parts) {
        return parts.stream().mapToDouble(ColdStart.Part::shift).sum();
    }

    private ExplainingModel.Breakdown breakdown() {
        if (breakdown == null) {
            breakdown = model instanceof ExplainingModel explaining ? explaining.explain(query) : item -> null;
        }
        return breakdown;
    }

    private PastEvents past() {
        if (past == null) {
            past = new PastEvents(query, itemIds, eventTypes);
        }
        return past;
    }

    /** {@return the causes to be made of contributions; holds nothing that is large or belongs to the model} */
    private Supplier<List<Cause>> causes(
            Contributions contributions, List<ColdStart.Part> context, float change, Influence influence) {
        PastEvents events = past();
        String anchor = query.anchor() < 0 ? null : itemIds.apply(query.anchor());
        return () -> shared(causes(contributions, events, anchor, context, change, influence));
    }

    private static List<Cause> causes(
            Contributions contributions,
            PastEvents events,
            @Nullable String anchor,
            List<ColdStart.Part> context,
            float change,
            Influence influence) {
        List<Cause> causes = events.causes(contributions.events());
        causes.add(Cause.of(Cause.Kind.ANCHOR, anchor, null, contributions.anchor()));
        causes.add(Cause.of(Cause.Kind.POPULARITY, contributions.popularity() + influence.popularity()));
        causes.add(Cause.of(Cause.Kind.ATTRIBUTE, CREATION_TIMESTAMP, FRESH, influence.freshness()));
        for (Contributions.OfAttribute attribute : contributions.attributes()) {
            causes.add(Cause.of(Cause.Kind.ATTRIBUTE, attribute.column(), attribute.text(), attribute.contribution()));
        }
        causes.add(Cause.of(Cause.Kind.REMAINDER, contributions.remainder()));
        addTo(causes, context);
        causes.add(Cause.of(Cause.Kind.NEGATIVE, change));
        return causes;
    }

    /** {@return those that have a part, with their shares, the largest first} */
    private static List<Cause> shared(List<Cause> causes) {
        double total =
                causes.stream().mapToDouble(cause -> Math.abs(cause.value())).sum();
        return causes.stream()
                .filter(cause -> cause.value() != 0)
                .map(cause -> cause.withShare(Math.abs(cause.value()) / total))
                .sorted(LARGEST_FIRST)
                .toList();
    }
}
