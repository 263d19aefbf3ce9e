package dev.personalize.recipes.session;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Hyperparameters;

/**
 * What questions are answered with.
 *
 * @param gap seconds without event that end a session; {@link Long#MAX_VALUE} where a history is one session
 * @param sessionsPerItem newest sessions of an item that are looked at
 * @param neighbors most similar sessions that are listened to
 * @param length newest items of a query that are looked at, at most {@link SessionNeighborsRecipe#LONGEST_QUERY}
 * @param stepDecay steps after which an item of the query counts 1/e
 * @param itemDecay steps from the shared item after which an item of a neighbour counts 1/e
 * @param ageDays days after which a session counts 1/e; 0: never
 * @param earlierWeight what items of earlier sessions of the query count for
 */
record Settings(
        long gap,
        int sessionsPerItem,
        int neighbors,
        int length,
        double stepDecay,
        double itemDecay,
        double ageDays,
        double earlierWeight) {
    private static final double SECONDS_A_DAY = 86_400;
    private static final String WHOLE = "settings";
    private static final String GAP = "gap";

    static Settings of(Hyperparameters hyperparameters, long gap) {
        return new Settings(
                gap,
                hyperparameters.integer(SessionNeighborsRecipe.SESSIONS_PER_ITEM),
                hyperparameters.integer(SessionNeighborsRecipe.NEIGHBORS),
                hyperparameters.integer(SessionNeighborsRecipe.QUERY_LENGTH),
                hyperparameters.number(SessionNeighborsRecipe.STEP_DECAY),
                hyperparameters.number(SessionNeighborsRecipe.ITEM_DECAY),
                hyperparameters.number(SessionNeighborsRecipe.AGE_DECAY_DAYS),
                hyperparameters.number(SessionNeighborsRecipe.EARLIER_WEIGHT));
    }

    double ofAge(long seconds) {
        return ageDays == 0 ? 1 : Math.exp(-Math.max(0, seconds) / (SECONDS_A_DAY * ageDays));
    }

    double ofStep(int age) {
        return Math.exp(-age / stepDecay);
    }

    double ofDistance(int distance) {
        return Math.exp(-distance / itemDecay);
    }

    void write(ArtifactWriter out) {
        out.text(GAP, Long.toString(gap));
        out.text(
                WHOLE,
                sessionsPerItem + " " + neighbors + " " + length + " " + stepDecay + " " + itemDecay + " " + ageDays
                        + " " + earlierWeight);
    }

    static Settings read(ArtifactReader in) {
        String text = in.text(GAP) + " " + in.text(WHOLE);
        String[] words = text.split(" ", -1);
        try {
            if (words.length == 8) {
                Settings settings = new Settings(
                        Long.parseLong(words[0]),
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]),
                        Double.parseDouble(words[4]),
                        Double.parseDouble(words[5]),
                        Double.parseDouble(words[6]),
                        Double.parseDouble(words[7]));
                if (settings.isPossible()) {
                    return settings;
                }
            }
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(corrupt(text), e);
        }
        throw new CorruptArtifactException(corrupt(text));
    }

    private boolean isPossible() {
        return gap >= 1
                && sessionsPerItem >= 1
                && neighbors >= 1
                && neighbors <= SessionNeighborsRecipe.MOST_NEIGHBORS
                && length >= 1
                && length <= SessionNeighborsRecipe.LONGEST_QUERY
                && stepDecay > 0
                && itemDecay > 0
                && ageDays >= 0
                && earlierWeight >= 0
                && Double.isFinite(stepDecay + itemDecay + ageDays + earlierWeight);
    }

    private static String corrupt(String text) {
        return "the " + SessionNeighborsRecipe.NAME + " model has the settings '" + text
                + "', which are none: restore it from a copy, or train the version again";
    }
}
