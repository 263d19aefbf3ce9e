package dev.personalize.coldstart;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Popularity;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the context of a request adds to the scores a model gives somebody with a history:
 *
 * <pre>score(i) = model's score(i) + Σ over columns c of w(c) · mean over the values a given of log lift(i, a)</pre>
 *
 * <p>The columns are the categorical ones of the interactions, and the lift is that of {@link ColdStart}. The weights are in the
 * unit of the model's scores: those with which the newest events of users are found best, and 0 if they are not found clearly
 * better, so that a column which says nothing changes nothing. See docs/cold-start.md.
 *
 * <p>Immutable and safe for any number of threads. Takes 8 bytes for each pair of an item and a value that matters to it, of which
 * a column has at most 4 million.
 */
public final class ContextLift {
    /** Context changes nothing. */
    public static final ContextLift NONE = new ContextLift(0, List.of());

    private final int items;
    private final List<Column> columns;

    private ContextLift(int items, List<Column> columns) {
        this.items = items;
        this.columns = List.copyOf(columns);
    }

    /** A model asked about somebody with a part of a user's events. Called from several threads. */
    @FunctionalInterface
    public interface Scores {
        /**
         * Scores all items.
         *
         * @param from position of the oldest event known
         * @param cut position after the newest event known, greater than {@code from}
         * @param scores filled with one for each item, NaN where the model cannot say; shape [items]
         */
        void fill(int from, int cut, float[] scores);
    }

    /**
     * Learns from all events of a snapshot, and weighs what was learned with a model.
     *
     * @param data what the model was trained on
     * @param model the model, asked about at most 1,000 users, for each column at most once more
     * @param parallel helps; the result does not depend on it
     */
    public static ContextLift of(Snapshot data, Scores model, Parallel parallel) {
        List<Cells> cells = Cells.ofContexts(data);
        if (cells.isEmpty()) {
            return NONE;
        }
        PreferenceMatrix preferences = data.interactions().preferences();
        Popularity popularity = new Popularity(preferences.rowsOfColumns());
        List<OpenColumn> open = new ArrayList<>();
        for (Cells column : cells) {
            Counts.of(column, data, preferences, parallel)
                    .map(counts -> OpenColumn.of(counts, popularity, preferences.size(), parallel))
                    .ifPresent(open::add);
        }
        double[] weights = ContextWeights.of(open, data, model, parallel);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                columns.add(open.get(i).column().times(weights[i]));
            }
        }
        return columns.isEmpty() ? NONE : new ContextLift(data.items().size(), columns);
    }

    /** {@return whether context changes nothing} */
    public boolean isNone() {
        return columns.isEmpty();
    }

    /** {@return whether a context has any field that matters; it may still have an unknown value} */
    public boolean mayMatter(Map<String, String> context) {
        return !context.isEmpty() && columns.stream().anyMatch(column -> context.get(column.name()) != null);
    }

    /**
     * Adds to the scores of all items what a context says. Fields and values not known here are passed over.
     *
     * @param context what is known of the request, by field of the interactions
     * @param scores of the model; NaN stays NaN; shape [at least items]
     */
    public void addTo(float[] scores, Map<String, String> context) {
        for (Column column : columns) {
            String text = context.get(column.name());
            if (text != null) {
                column.addTo(scores, text);
            }
        }
    }

    /**
     * Adds to the scores of some items what a context says, with the same bits.
     *
     * @param items positions of the items
     * @param scores score of each of them; shape [at least items given]
     */
    public void addTo(float[] scores, int[] items, Map<String, String> context) {
        for (Column column : columns) {
            String text = context.get(column.name());
            if (text != null) {
                column.addTo(scores, items, text);
            }
        }
    }

    /** {@return what {@link #addTo} adds to the score of an item, value by value} */
    public List<ColdStart.Part> parts(Map<String, String> context, int item) {
        return Column.parts(columns, column -> context.get(column.name()), item);
    }

    /** Puts it into a file. */
    public void write(ArtifactWriter out) {
        Column.writeAll(out, columns, items);
    }

    /**
     * {@return what {@link #write} wrote}
     *
     * @param items number of items it was written for
     * @throws CorruptArtifactException if it is not that
     */
    public static ContextLift read(ArtifactReader in, int items) {
        return new ContextLift(items, Column.readAll(in, items));
    }
}
