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
 * How likely each item is for somebody without a history: its popularity, times how much more popular it is among users who have
 * the same metadata and in events of the same context, each to the power of the column's weight:
 *
 * <pre>score(i) = log(users of i) + Σ over columns c of w(c) · mean over the values a given of log lift(i, a)</pre>
 *
 * <p>The columns are the categorical and numeric fields of the users, and the categorical ones of the interactions; the lift
 * is smoothed; the weights are those under which the users seen are most likely, and 0 if they do not make them clearly more
 * likely, so that a column which says nothing does no harm. Somebody of whom no column knows anything gets the
 * items in exactly the order of {@link Popularity}. See docs/cold-start.md.
 *
 * <p>Immutable and safe for any number of threads. Takes 4 bytes an item, and 8 for each pair of an item and a value that
 * matters to it, of which a column has at most 4 million.
 */
public final class ColdStart {
    private static final int MOST_ENTRIES = 1 << 22;

    private final float[] popular;
    private final List<Column> columns;

    private ColdStart(float[] popular, List<Column> columns) {
        this.popular = popular;
        this.columns = List.copyOf(columns);
    }

    /** {@return one that knows nothing but popularity} */
    public static ColdStart of(Popularity popularity) {
        return new ColdStart(popular(popularity), List.of());
    }

    /**
     * Learns from all users and events of a snapshot.
     *
     * @param data what a model is trained on
     * @param parallel helps; the result does not depend on it
     */
    public static ColdStart of(Snapshot data, Parallel parallel) {
        List<Cells> cells = Cells.of(data);
        if (cells.isEmpty()) {
            return of(Popularity.of(data.interactions()));
        }
        PreferenceMatrix preferences = data.interactions().preferences();
        Popularity popularity = new Popularity(preferences.rowsOfColumns());
        List<Counts> counts = new ArrayList<>();
        cells.forEach(column -> Counts.of(column, data, preferences, parallel).ifPresent(counts::add));
        double[] weights = Weights.of(counts, data, preferences, popularity, parallel);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                columns.add(
                        Columns.of(counts.get(i), weights[i], popularity, preferences.size(), MOST_ENTRIES, parallel));
            }
        }
        return new ColdStart(popular(popularity), columns);
    }

    /** {@return the logarithm of each item's users; less for fewer users even where a float cannot tell the two apart} */
    private static float[] popular(Popularity popularity) {
        float[] popular = new float[popularity.size()];
        for (int rank = 0; rank < popular.length; rank++) {
            int item = popularity.item(rank);
            popular[item] = (float) Lift.popularity(popularity.users(item));
            if (rank > 0) {
                int better = popularity.item(rank - 1);
                popular[item] = popularity.users(item) == popularity.users(better)
                        ? popular[better]
                        : Math.min(popular[item], Math.nextDown(popular[better]));
            }
        }
        return popular;
    }

    /** {@return whether no column matters, so that everybody gets popular items} */
    public boolean isPopularityAlone() {
        return columns.isEmpty();
    }

    /** {@return number of items} */
    public int items() {
        return popular.length;
    }

    /**
     * Scores all items for somebody without a history. Fields and values not known here are passed over.
     *
     * @param userAttributes what is known of the user, by field of the users; categories are joined with bars, numbers as text
     * @param context what is known of the request, by field of the interactions
     * @param scores filled from the first position on, higher is better, never NaN; shape [{@link #items()} or more]
     * @return whether any value given is known; otherwise the scores are in the order of popularity
     */
    public boolean score(Map<String, String> userAttributes, Map<String, String> context, float[] scores) {
        System.arraycopy(popular, 0, scores, 0, popular.length);
        boolean known = false;
        for (Column column : columns) {
            String text = (column.context() ? context : userAttributes).get(column.name());
            if (text != null) {
                known |= column.addTo(scores, text);
            }
        }
        return known;
    }

    /**
     * What a value adds to the score of an item.
     *
     * @param column name of the field
     * @param text the value as it was given
     * @param shift what it adds, not 0
     */
    public record Part(String column, String text, double shift) {}

    /** {@return how much of {@link #score} is popularity, for an item} */
    public double popularity(int item) {
        return popular[item];
    }

    /** {@return the rest of {@link #score} for an item, value by value; the parameters are those of {@code score}} */
    public List<Part> parts(Map<String, String> userAttributes, Map<String, String> context, int item) {
        return Column.parts(columns, column -> (column.context() ? context : userAttributes).get(column.name()), item);
    }

    /** Puts everything but the popularity into a file. */
    public void write(ArtifactWriter out) {
        Column.writeAll(out, columns, popular.length);
    }

    /**
     * {@return what {@link #write} wrote}
     *
     * @param popularity of the items it was written for
     * @throws CorruptArtifactException if it is not that
     */
    public static ColdStart read(ArtifactReader in, Popularity popularity) {
        return new ColdStart(popular(popularity), Column.readAll(in, popularity.size()));
    }
}
