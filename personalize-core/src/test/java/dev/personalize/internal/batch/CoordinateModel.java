package dev.personalize.internal.batch;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Items {@code i0}, {@code i1}, … have the vectors (0, 1), (1, 1), (2, 1), …; a user has the vector of his newest item. */
final class CoordinateModel implements EmbeddingModel {
    final IdIndex items;

    private CoordinateModel(IdIndex items) {
        this.items = items;
    }

    static CoordinateModel of(Snapshot data, int items) {
        List<String> known = IntStream.range(0, items)
                .mapToObj(i -> "i" + i)
                .filter(id -> data.items().find(id) >= 0)
                .toList();
        return new CoordinateModel(IdIndex.of(known));
    }

    /** {@return the events of a user with known items} */
    static Query query(Snapshot data, CoordinateModel model, int user) {
        int[] known = Arrays.stream(data.interactions()
                        .items(
                                data.interactions().begin(user),
                                data.interactions().end(user)))
                .map(item -> model.items.find(data.items().id(item)))
                .filter(item -> item >= 0)
                .toArray();
        return Query.ofItems(known);
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public boolean user(Query query, float[] vector) {
        return query.size() > 0 && item(query.items()[query.size() - 1], vector);
    }

    @Override
    public boolean item(int item, float[] vector) {
        vector[0] = Integer.parseInt(items.id(item).substring(1));
        vector[1] = 1;
        return true;
    }

    @Override
    public int items() {
        return items.size();
    }

    @Override
    public void score(Query query, float[] scores) {
        throw new UnsupportedOperationException("segments do not score items");
    }

    @Override
    public void write(ArtifactWriter out) {
        throw new UnsupportedOperationException("never stored");
    }
}
