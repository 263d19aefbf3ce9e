package dev.personalize.recipes.session;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.EventWeight;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.time.Clock;
import java.time.Instant;

/** The sessions of a training and how questions are answered from them. Immutable. */
final class SessionModel implements ExplainingModel, LiveModel {
    private static final String RARITY = "rarity_weight";
    private static final String LONGEST = "longest_session";

    private final SessionIndex index;
    private final Settings settings;
    private final EventWeights events;
    private final double rarity;
    private final int longest;
    /** What the scores of each item are multiplied with for its rarity; shape [items]. */
    private final float[] boosts;

    private final Answers answers;

    SessionModel(SessionIndex index, Settings settings, EventWeights events, double rarity, int longest) {
        this.index = index;
        this.settings = settings;
        this.events = events;
        this.rarity = rarity;
        this.longest = longest;
        this.boosts = new float[index.items()];
        for (int item = 0; item < boosts.length; item++) {
            boosts[item] = (float) (1 + rarity * Math.log((index.size() + 1.0) / (index.count(item) + 1.0)));
        }
        this.answers = new Answers(this, null, index.items());
    }

    SessionIndex index() {
        return index;
    }

    Settings settings() {
        return settings;
    }

    EventWeights events() {
        return events;
    }

    /** {@return what the scores of an item are multiplied with; items that came after the training are as rare as can be} */
    double boost(int item) {
        return item < boosts.length ? boosts[item] : 1 + rarity * Math.log(index.size() + 1.0);
    }

    @Override
    public int items() {
        return index.items();
    }

    @Override
    public void score(Query query, float[] scores) {
        answers.score(query, scores);
    }

    @Override
    public Breakdown explain(Query query) {
        return answers.explain(query);
    }

    @Override
    public Live open(Clock clock) {
        AppendedSessions appended = appended();
        return new Live() {
            @Override
            public void event(String userId, int item, int eventType, long timestamp) {
                appended.append(userId, item, eventType, timestamp);
            }

            @Override
            public Model answering(int items) {
                return new Answers(SessionModel.this, appended, items);
            }
        };
    }

    AppendedSessions appended() {
        return new AppendedSessions(settings, events == EventWeights.NONE ? EventWeight.ONE : events, longest);
    }

    @Override
    public long since(Instant now) {
        return index.size() == 0 ? Long.MIN_VALUE : index.newest() + 1;
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        settings.write(out);
        out.text(RARITY, Double.toString(rarity)).text(LONGEST, Integer.toString(longest));
        index.write(out);
    }

    static SessionModel read(ArtifactReader in) {
        Settings settings = Settings.read(in);
        String rarity = in.text(RARITY);
        String longest = in.text(LONGEST);
        try {
            double boost = Double.parseDouble(rarity);
            int most = Integer.parseInt(longest);
            if (boost >= 0 && Double.isFinite(boost) && most >= 2) {
                return new SessionModel(
                        SessionIndex.read(in, settings.sessionsPerItem()),
                        settings,
                        EventWeights.read(in),
                        boost,
                        most);
            }
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(corrupt(rarity, longest), e);
        }
        throw new CorruptArtifactException(corrupt(rarity, longest));
    }

    private static String corrupt(String rarity, String longest) {
        return "the " + SessionNeighborsRecipe.NAME + " model has the weight of rarity " + rarity
                + " and the longest session " + longest
                + ", which cannot be: restore it from a copy, or train the version again";
    }
}
