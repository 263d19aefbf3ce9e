package dev.personalize.internal.serving;

import dev.personalize.math.Bits;
import org.jspecify.annotations.Nullable;

/** The large arrays one request needs, used again by later ones: they grow with the catalogue. For one request at a time. */
final class Scratch {
    /** Shape [items the model scores]. */
    final float[] scores;

    /** Of all candidates; what is in it at the begin of a request is not known. */
    final Bits allowed;

    /** As {@link #allowed}. */
    final Bits promoted;

    /** As {@link #allowed}. */
    final Bits had;

    private float @Nullable [] against;

    Scratch(int scored, int candidates) {
        this.scores = new float[scored];
        this.allowed = new Bits(candidates);
        this.promoted = new Bits(candidates);
        this.had = new Bits(candidates);
    }

    /** {@return room for a second score of each; shape [items the model scores]} */
    float[] against() {
        float[] room = against;
        if (room == null) {
            room = new float[scores.length];
            against = room;
        }
        return room;
    }
}
