package dev.personalize.metrics;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Ranks the items a script says, by the first item of the history; says nothing of others. */
record ScriptedModel(Snapshot data, Map<String, List<String>> lists) implements Model {
    @Override
    public int items() {
        return data.items().size();
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items(), Float.NaN);
        List<String> list = lists.getOrDefault(data.items().id(query.items()[0]), List.of());
        for (int place = 0; place < list.size(); place++) {
            scores[data.items().position(list.get(place))] = -place;
        }
    }

    @Override
    public void write(ArtifactWriter out) {
        throw new UnsupportedOperationException("never written");
    }
}
