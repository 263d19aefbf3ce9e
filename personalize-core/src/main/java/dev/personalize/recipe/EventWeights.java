package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.EventWeight;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.TrainingException;
import java.util.Arrays;
import java.util.Map;

/**
 * What events count for in one model, in training and in the histories it is asked with: the weight of the event's type, halved
 * for every half-life that the event is older than the newest. Only ratios matter: weights are scaled so that the events trained
 * on weigh 1 on average. Immutable, safe for any number of threads.
 *
 * <p>The newest event is that of the snapshot; for a query that has newer events, the query's. So a history of before the training
 * weighs what it weighed in training, and a later one never weighs more than a fresh event did.
 */
public final class EventWeights implements EventWeight {
    /** All events count alike. */
    public static final EventWeights NONE = new EventWeights(new float[] {1}, 0, Long.MAX_VALUE);
    /** What recipes that read events call the hyperparameter of the half-life, in days; 0 for none. */
    public static final String RECENCY_HALF_LIFE = "recency_half_life";
    /** The longest half-life recipes take, in days: a hundred years. */
    public static final double LONGEST_HALF_LIFE = 36_500;

    private static final double SECONDS_A_DAY = 86_400;
    private static final String TYPE_WEIGHTS = "event_type_weights";
    private static final String HALF_LIFE = "event_half_life_seconds";
    private static final String NEWEST = "newest_event";

    /** Weight of events without type, then of each type of the snapshot; shape [types + 1]. */
    private final float[] ofType;
    /** 0 for none. */
    private final double halfLifeSeconds;

    private final long newest;

    private EventWeights(float[] ofType, double halfLifeSeconds, long newest) {
        this.ofType = ofType;
        this.halfLifeSeconds = halfLifeSeconds;
        this.newest = newest;
    }

    /**
     * {@return the weights of a training}
     *
     * @param data what is trained on
     * @param types weight of each event type by name, finite and at least 0; events of other types, and those without one, weigh 1
     * @param halfLifeDays age at which an event counts half of what a new one does; 0 for no difference
     * @throws TrainingException if no event would count
     */
    public static EventWeights of(Snapshot data, Map<String, Double> types, double halfLifeDays) {
        Interactions events = data.interactions();
        check(types);
        double[] raw = byPosition(data.eventTypes(), types);
        if (events.size() == 0 || (halfLifeDays == 0 && equal(raw, events))) {
            return NONE;
        }
        long newest = Long.MIN_VALUE;
        for (int p = 0; p < events.size(); p++) {
            newest = Math.max(newest, events.timestamp(p));
        }
        double halfLifeSeconds = halfLifeDays * SECONDS_A_DAY;
        double sum = 0;
        for (int p = 0; p < events.size(); p++) {
            sum += raw[events.eventType(p) + 1] * decay(newest - events.timestamp(p), halfLifeSeconds);
        }
        if (!(sum > 0)) {
            throw new TrainingException("every event weighs 0 with the event type weights " + types
                    + ": give a weight above 0 to a type that the interactions have, which are "
                    + data.eventTypes().ids());
        }
        double scale = events.size() / sum;
        float[] scaled = new float[raw.length];
        for (int type = 0; type < raw.length; type++) {
            scaled[type] = (float) (raw[type] * scale);
        }
        return new EventWeights(scaled, halfLifeSeconds, newest);
    }

    /**
     * Refuses weights that are none.
     *
     * @param types weight of each event type by name
     * @throws InvalidInputException if one is negative, infinite or no number
     */
    public static void check(Map<String, Double> types) {
        types.forEach((type, weight) -> {
            if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
                throw new InvalidInputException(
                        "the weight of event type '" + type + "' must be a number of at least 0, was " + weight);
            }
        });
    }

    private static double[] byPosition(IdIndex eventTypes, Map<String, Double> types) {
        double[] weights = new double[eventTypes.size() + 1];
        Arrays.fill(weights, 1);
        types.forEach((type, weight) -> {
            int position = eventTypes.find(type);
            if (position >= 0) {
                weights[position + 1] = weight;
            }
        });
        return weights;
    }

    /** {@return whether all events weigh the same, and not 0} */
    private static boolean equal(double[] raw, Interactions events) {
        double first = raw[events.eventType(0) + 1];
        for (int p = 1; p < events.size(); p++) {
            if (raw[events.eventType(p) + 1] != first) {
                return false;
            }
        }
        return first > 0;
    }

    private static double decay(long age, double halfLifeSeconds) {
        return halfLifeSeconds == 0 ? 1 : Math.pow(0.5, age / halfLifeSeconds);
    }

    /** {@return what an event of the training counts for} */
    @Override
    public float of(int eventType, long timestamp) {
        return weight(eventType, timestamp, newest);
    }

    private float weight(int eventType, long timestamp, long reference) {
        float weight = ofType[eventType + 1];
        return halfLifeSeconds == 0 ? weight : (float) (weight * decay(reference - timestamp, halfLifeSeconds));
    }

    /** {@return users × distinct items of the data the weights were made for} */
    public PreferenceMatrix preferences(Interactions events) {
        return this == NONE ? events.preferences() : events.preferences(this);
    }

    /** {@return what each event of a query's history counts for; shape [events]} */
    public float[] ofEvents(Query query) {
        float[] weights = new float[query.size()];
        if (this == NONE) {
            Arrays.fill(weights, 1);
        } else {
            long latest = latest(query);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weight(query.eventTypes()[i], query.timestamps()[i], latest);
            }
        }
        return weights;
    }

    private long latest(Query query) {
        long latest = newest;
        for (long timestamp : query.timestamps()) {
            latest = Math.max(latest, timestamp);
        }
        return latest;
    }

    /** {@return the different items of a query's history, each with the greatest weight of its events} */
    public WeightedItems history(Query query) {
        if (this == NONE) {
            return WeightedItems.distinct(query.items().clone());
        }
        long latest = latest(query);
        return WeightedItems.of(
                query.items().clone(), i -> weight(query.eventTypes()[i], query.timestamps()[i], latest));
    }

    /** Writes them beside the other arrays of a model; nothing if all events count alike. */
    public void write(ArtifactWriter out) {
        if (this != NONE) {
            out.floats(TYPE_WEIGHTS, ofType);
            out.text(HALF_LIFE, Double.toString(halfLifeSeconds));
            out.text(NEWEST, Long.toString(newest));
        }
    }

    /**
     * {@return the weights that {@link #write} wrote}
     *
     * @throws CorruptArtifactException if they are none
     */
    public static EventWeights read(ArtifactReader in) {
        if (!in.has(TYPE_WEIGHTS)) {
            return NONE;
        }
        float[] ofType = in.floats(TYPE_WEIGHTS);
        boolean valid = ofType.length > 0;
        for (float weight : ofType) {
            valid &= weight >= 0 && weight < Float.POSITIVE_INFINITY;
        }
        try {
            double halfLife = Double.parseDouble(in.text(HALF_LIFE));
            if (valid && halfLife >= 0 && halfLife < Double.POSITIVE_INFINITY) {
                return new EventWeights(ofType, halfLife, Long.parseLong(in.text(NEWEST)));
            }
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(corrupt(), e);
        }
        throw new CorruptArtifactException(corrupt());
    }

    private static String corrupt() {
        return "the model has event weights that are none: restore it from a copy, or train the version again";
    }
}
