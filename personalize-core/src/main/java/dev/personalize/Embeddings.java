package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The vectors of a version's items and users, in one space: the score of an item for a user is the inner product of their
 * vectors. Vectors of items are as they were trained; the vector of a user is computed when it is asked for, from all events put
 * until then, as for a recommendation. Made by {@link SolutionVersion#embeddings}; safe for any number of threads.
 */
public final class Embeddings {
    private final SolutionVersion version;
    private final Group group;
    private final Deployment deployment;
    private final EmbeddingModel model;

    Embeddings(SolutionVersion version, Group group) {
        this.version = version;
        this.group = group;
        this.deployment = version.deployment();
        if (!(deployment.model() instanceof EmbeddingModel able)) {
            throw new InvalidInputException("a version of recipe '" + version.recipe()
                    + "' has no vectors: train one whose model has vectors of users and items, as matrix-factorization does,"
                    + " or make your own an EmbeddingModel");
        }
        this.model = able;
    }

    /** {@return length of every vector, at least 1} */
    public int dimensions() {
        return model.dimensions();
    }

    /**
     * {@return the vector of an item; empty if the version does not know it or has nothing to say of it, and after it was deleted}
     */
    public Optional<float[]> item(String itemId) {
        int item = version.deletedItems().contains(itemId)
                ? -1
                : deployment.items().find(itemId);
        float[] vector = new float[dimensions()];
        return item >= 0 && model.item(item, vector) ? Optional.of(vector) : Optional.empty();
    }

    /**
     * {@return the vector of a user, or of an anonymous session; empty if nothing the user did says anything to the model}
     *
     * @param userId of the user, or the session's id
     */
    public Optional<float[]> user(String userId) {
        Query query = deployment
                .query(group.data().histories().history(userId), null)
                .withUserAttributes(() -> deployment.columns().ofUser(group.userAttributes(userId)));
        float[] vector = new float[dimensions()];
        return model.user(query, vector) ? Optional.of(vector) : Optional.empty();
    }

    /**
     * Writes the vectors of all items that have one to a CSV file: a line {@code ITEM_ID,0,1,…}, then a line for each item,
     * ordered by id, of its id and its numbers. Numbers have as many digits as it takes to read the same floats back. The file is
     * there when it is complete; one of that name is replaced.
     *
     * @param target of any file system; compressed if its name ends in {@code .gz}; missing folders above it are made
     * @return number of items written
     * @throws UncheckedIOException if it cannot be written; what was there before is still there
     */
    public long exportItems(Path target) {
        return CsvTarget.write(
                target, out -> write(out, "ITEM_ID", deployment.items().ids(), this::item));
    }

    /**
     * Writes the vectors of all users that have one, as {@link #exportItems} does, under {@code USER_ID}. Users are those with events
     * when this is called; anonymous sessions are not among them. Reads the group's data once.
     *
     * @param target as there
     * @return number of users written
     * @throws UncheckedIOException as there
     */
    public long exportUsers(Path target) {
        List<String> userIds = group.data().snapshot().users().ids();
        return CsvTarget.write(target, out -> write(out, "USER_ID", userIds, this::user));
    }

    /** What has a vector. */
    private interface Lookup {
        Optional<float[]> of(String id);
    }

    private long write(OutputStream out, String idName, List<String> ids, Lookup vectors) {
        StringBuilder line = new StringBuilder(idName);
        for (int k = 0; k < dimensions(); k++) {
            line.append(',').append(k);
        }
        long rows = 0;
        try {
            write(out, line);
            for (String id : ids) {
                Optional<float[]> vector = vectors.of(id);
                if (vector.isPresent()) {
                    append(line, id);
                    for (float value : vector.get()) {
                        line.append(',').append(value);
                    }
                    write(out, line);
                    rows++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export vectors: " + e, e);
        }
        return rows;
    }

    private static void append(StringBuilder line, String id) {
        boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        line.append(plain ? id : '"' + id.replace("\"", "\"\"") + '"');
    }

    private static void write(OutputStream out, StringBuilder line) throws IOException {
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }
}
