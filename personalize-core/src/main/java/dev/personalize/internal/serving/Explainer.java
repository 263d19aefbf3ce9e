package dev.personalize.internal.serving;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says why items are in the answer to one query, in the same form for every model: one that cannot take its scores apart has
 * one cause, the whole score. For one thread; prepares the model once, when the first item needs it.
 */
public final class Explainer {
    private static final Comparator<Cause> LARGEST_FIRST = Comparator.comparingDouble(
                    (Cause cause) -> -Math.abs(cause.value()))
            .thenComparing(Cause::kind);

    private final Model model;
    private final Query query;
    private final IntFunction<String> itemIds;
    private final IntFunction<String> eventTypes;
    private final IntUnaryOperator users;
    private ExplainingModel.@Nullable Breakdown breakdown;

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
        return explain(item, score, List.of(), change);
    }

    /**
     * {@return why an item is there whose score was moved after the model had given it}
     *
     * @param raw the score, first moved by the context and then by events that speak against items; NaN if there is none
     * @param lift how the context moved it
     * @param context of the request
     */
    Explained explainMoved(int item, float raw, ContextLift lift, Map<String, String> context) {
        if (Float.isNaN(raw)) {
            return explain(item, raw, 0);
        }
        int[] only = {item};
        float[] score = new float[1];
        model.score(query, only, score);
        float original = score[0];
        lift.addTo(score, only, context);
        return explain(item, original, lift.parts(context, item), raw - score[0]);
    }

    private Explained explain(int item, float score, List<ColdStart.Part> context, float change) {
        if (Float.isNaN(score)) {
            Cause popularity = Cause.of(Cause.Kind.POPULARITY, users.applyAsInt(item));
            return new Explained(itemIds.apply(item), null, causes(List.of(popularity)));
        }
        Contributions contributions = breakdown().of(item);
        List<Cause> causes = new ArrayList<>(contributions == null ? unexplained(score) : causes(contributions));
        double total = (double) score + change + addTo(causes, context);
        causes.add(Cause.of(Cause.Kind.NEGATIVE, change));
        return new Explained(itemIds.apply(item), total, causes(causes));
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
        double score = popularity + addTo(causes, parts);
        return new Explained(itemIds.apply(item), score, causes(causes));
    }

    /** {@return the sum of what metadata and context add, which become causes} */
    private static double addTo(List<Cause> causes, List<ColdStart.Part> parts) {
        double sum = 0;
        for (ColdStart.Part part : parts) {
            causes.add(Cause.of(Cause.Kind.ATTRIBUTE, part.column(), part.text(), part.shift()));
            sum += part.shift();
        }
        return sum;
    }

    private ExplainingModel.Breakdown breakdown() {
        if (breakdown == null) {
            breakdown = model instanceof ExplainingModel explaining ? explaining.explain(query) : item -> null;
        }
        return breakdown;
    }

    private static List<Cause> unexplained(float score) {
        return List.of(Cause.of(Cause.Kind.REMAINDER, score));
    }

    private List<Cause> causes(Contributions contributions) {
        List<Cause> causes = new ArrayList<>(history(contributions.events()));
        if (query.anchor() >= 0) {
            causes.add(Cause.of(Cause.Kind.ANCHOR, itemIds.apply(query.anchor()), null, contributions.anchor()));
        }
        causes.add(Cause.of(Cause.Kind.POPULARITY, contributions.popularity()));
        for (Contributions.OfAttribute attribute : contributions.attributes()) {
            causes.add(Cause.of(Cause.Kind.ATTRIBUTE, attribute.column(), attribute.text(), attribute.contribution()));
        }
        causes.add(Cause.of(Cause.Kind.REMAINDER, contributions.remainder()));
        return causes;
    }

    /** {@return one cause for each item of the history that has a part: somebody who had it ten times wants to read it once} */
    private List<Cause> history(double[] contributions) {
        Map<Integer, Cause> byItem = new LinkedHashMap<>();
        for (int position = 0; position < contributions.length; position++) {
            if (contributions[position] != 0) {
                byItem.merge(query.items()[position], event(position, contributions[position]), Cause::joined);
            }
        }
        return List.copyOf(byItem.values());
    }

    private Cause event(int position, double contribution) {
        int type = query.eventTypes()[position];
        return new Cause(
                Cause.Kind.HISTORY,
                itemIds.apply(query.items()[position]),
                type < 0 ? null : eventTypes.apply(type),
                query.timestamps()[position],
                1,
                contribution,
                0);
    }

    /** {@return those that have a part, with their shares, the largest first} */
    private static List<Cause> causes(List<Cause> causes) {
        double total =
                causes.stream().mapToDouble(cause -> Math.abs(cause.value())).sum();
        return causes.stream()
                .filter(cause -> cause.value() != 0)
                .map(cause -> cause.withShare(Math.abs(cause.value()) / total))
                .sorted(LARGEST_FIRST)
                .toList();
    }
}
