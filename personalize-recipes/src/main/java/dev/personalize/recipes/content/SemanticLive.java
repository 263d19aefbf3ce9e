package dev.personalize.recipes.content;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives vectors to items that come, and others to items whose records change. Words that no item had at the training say nothing, and
 * what words weigh stays as it was: that is for the next training.
 */
final class SemanticLive implements LiveModel.Live {
    private final SemanticModel model;
    /** What each item said when its vector was made; written by the one thread that tells of items. */
    private int[] said;

    private volatile SemanticView known;

    SemanticLive(SemanticModel model) {
        this.model = model;
        this.said = model.said().clone();
        this.known = new SemanticView(model, new float[0][], Map.of(), model.items());
    }

    /** Events change nothing: popularity is that of the training. */
    @Override
    public void event(String userId, int item, int eventType, long timestamp) {}

    @Override
    public void items(IdIndex items, AttributeVersion records) {
        SemanticView before = known;
        int trained = model.items();
        int told = said.length;
        int[] saying = Arrays.copyOf(said, Math.max(told, items.size()));
        float[][] since = Arrays.copyOf(before.since(), saying.length - trained);
        Map<Integer, float[]> changed = new HashMap<>(before.changed());
        for (int item = 0; item < items.size(); item++) {
            int row = records.row(items.id(item));
            boolean first = item >= told;
            ItemTexts texts = row < 0
                    ? ItemTexts.NOTHING
                    : ItemTexts.of(records.schema().fields(), column -> records.value(column, row));
            if (first || texts.fingerprint() != saying[item]) {
                saying[item] = texts.fingerprint();
                float[] vector = model.encoder().encode(texts);
                if (item < trained) {
                    changed.put(item, vector);
                } else {
                    since[item - trained] = vector;
                }
            }
        }
        said = saying;
        known = new SemanticView(model, since, Map.copyOf(changed), items.size());
    }

    @Override
    public Model answering(int items) {
        SemanticView now = known;
        return new SemanticView(model, now.since(), now.changed(), items);
    }
}
