package dev.personalize.internal.catalog;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.RowFile;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.OptimizationObjective;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.Recipe;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The files of a solution version beside its manifest: the model, the item index with each item's popularity, and, if metadata or
 * context say anything about users without a history, or context about those with one, what they say. A version made with UPDATE has the
 * ids of the items that it admits, too.
 */
public final class VersionFiles {
    static final String MODEL = "model.safetensors";
    static final String ITEMS = "items.avro";
    private static final Schema ITEM_ROWS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "DISTINCT_USERS", "type": "int"}]}""");

    static final String COLD_START = "cold-start.safetensors";
    static final String CONTEXT = "context.safetensors";
    static final String NEW_ITEMS = "new-items.avro";

    private static final List<String> REQUIRED = List.of(MODEL, ITEMS);
    private static final List<String> NAMES = List.of(MODEL, ITEMS, COLD_START, CONTEXT, NEW_ITEMS);

    private final Storage storage;
    private final String folder;

    /**
     * @param storage where versions lie
     * @param folder of the version
     */
    public VersionFiles(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
    }

    /** {@return whether a version can have a file of this name} */
    static boolean isName(String file) {
        return NAMES.contains(file);
    }

    /**
     * {@return the names of a version's files, in the order in which they are exported}
     *
     * @throws CorruptArtifactException if its manifest lacks one that every version has, or names one that none has
     */
    static List<String> names(VersionManifest manifest, String source) {
        REQUIRED.forEach(name -> stored(manifest, source, name));
        if (!NAMES.containsAll(manifest.files().keySet())) {
            throw new CorruptArtifactException(source + " has a manifest of the files "
                    + manifest.files().keySet() + ": transfer or export it again");
        }
        return NAMES.stream().filter(manifest.files()::containsKey).toList();
    }

    /** {@return what the manifest has to keep of each file written} */
    public Map<String, StoredFile> write(
            Model model, IdIndex items, Popularity popularity, ColdStart coldStart, ContextLift context) {
        ArtifactWriter artifact = new ArtifactWriter();
        model.write(artifact);
        Map<String, StoredFile> written = new LinkedHashMap<>();
        written.put(MODEL, CheckedFile.write(storage, path(MODEL), artifact::writeTo));
        written.put(ITEMS, CheckedFile.write(storage, path(ITEMS), out -> {
            try (RowFile.Writer rows = RowFile.writer(out, ITEM_ROWS)) {
                for (int item = 0; item < items.size(); item++) {
                    rows.append(new Object[] {items.id(item), popularity.users(item)});
                }
            }
        }));
        if (!coldStart.isPopularityAlone()) {
            ArtifactWriter prior = new ArtifactWriter();
            coldStart.write(prior);
            written.put(COLD_START, CheckedFile.write(storage, path(COLD_START), prior::writeTo));
        }
        if (!context.isNone()) {
            ArtifactWriter lift = new ArtifactWriter();
            context.write(lift);
            written.put(CONTEXT, CheckedFile.write(storage, path(CONTEXT), lift::writeTo));
        }
        return written;
    }

    /**
     * Copies the files of another version, checking them on the way, and adds items that its model does not know.
     *
     * @param base folder of the other version
     * @param newItems ascending; those the other version had added already are to be among them
     * @return what the manifest has to keep of each file written
     * @throws CorruptArtifactException if the other version is damaged
     */
    public Map<String, StoredFile> copyOf(VersionManifest manifest, String base, List<String> newItems) {
        Map<String, StoredFile> written = new LinkedHashMap<>();
        for (String name : names(manifest, base)) {
            if (!name.equals(NEW_ITEMS)) {
                StoredFile expected = stored(manifest, base, name);
                storage.write(path(name), out -> {
                    try (InputStream in = open(storage, base, name)) {
                        CheckedFile.read(in, expected, base + "/" + name, it -> it.transferTo(out));
                    }
                });
                written.put(name, expected);
            }
        }
        written.put(NEW_ITEMS, CheckedFile.write(storage, path(NEW_ITEMS), out -> {
            try (RowFile.Writer rows = RowFile.writer(out, ITEM_ROWS)) {
                for (String itemId : newItems) {
                    rows.append(new Object[] {itemId, 0});
                }
            }
        }));
        return written;
    }

    /**
     * {@return ids of the items that the version admits beside those of its model, ascending; none for most}
     *
     * @throws CorruptArtifactException if there is a file, but not the one the manifest knows
     */
    public List<String> readNewItems(VersionManifest manifest) {
        return manifest.files().containsKey(NEW_ITEMS)
                ? readItems(manifest, NEW_ITEMS).ids().ids()
                : List.of();
    }

    /**
     * {@return what is recommended to users without a history; of a version without a file for it, popular items}
     *
     * @throws CorruptArtifactException if there is a file, but not the one the manifest knows, or not one for these items
     */
    public ColdStart readColdStart(VersionManifest manifest, Items items) {
        StoredFile file = manifest.files().get(COLD_START);
        if (file == null) {
            return ColdStart.of(items.popularity());
        }
        ArtifactReader artifact = read(COLD_START, file, in -> ArtifactReader.read(in, file.bytes(), path(COLD_START)));
        return ColdStart.read(artifact, items.popularity());
    }

    /**
     * {@return what the context of a request adds to scores; of a version without a file for it, nothing}
     *
     * @throws CorruptArtifactException if there is a file, but not the one the manifest knows, or not one for these items
     */
    public ContextLift readContext(VersionManifest manifest, Items items) {
        StoredFile file = manifest.files().get(CONTEXT);
        if (file == null) {
            return ContextLift.NONE;
        }
        ArtifactReader artifact = read(CONTEXT, file, in -> ArtifactReader.read(in, file.bytes(), path(CONTEXT)));
        return ContextLift.read(artifact, items.ids().size());
    }

    /**
     * {@return the model}
     *
     * @throws CorruptArtifactException if its file is not the one the manifest knows, or not a model of these items
     */
    public Model readModel(Recipe recipe, VersionManifest manifest, Items items) {
        StoredFile file = stored(manifest, folder, MODEL);
        ArtifactReader artifact = read(MODEL, file, in -> ArtifactReader.read(in, file.bytes(), path(MODEL)));
        Model model =
                OptimizationObjective.reopened(PopularityBias.reopened(recipe.read(artifact), artifact), artifact);
        if (model.items() != items.ids().size()) {
            throw new CorruptArtifactException(
                    path(MODEL) + " is a model of " + model.items() + " items, " + path(ITEMS) + " has "
                            + items.ids().size() + ": restore the files from a copy, or train the version again");
        }
        return model;
    }

    /**
     * An item index with the popularity of its items.
     *
     * @param ids the index
     * @param popularity of each of its items
     */
    public record Items(IdIndex ids, Popularity popularity) {}

    /**
     * {@return the items}
     *
     * @throws CorruptArtifactException if their file is not the one the manifest knows, or not one of items
     */
    public Items readItems(VersionManifest manifest) {
        return readItems(manifest, ITEMS);
    }

    private Items readItems(VersionManifest manifest, String file) {
        List<String> ids = new ArrayList<>();
        IntStream.Builder users = IntStream.builder();
        read(file, stored(manifest, folder, file), in -> {
            RowFile.read(in, ITEM_ROWS, path(file), row -> {
                String id = (String) Objects.requireNonNull(row[0]);
                int count = (Integer) Objects.requireNonNull(row[1]);
                if (count < 0 || (!ids.isEmpty() && ids.get(ids.size() - 1).compareTo(id) >= 0)) {
                    throw new CorruptArtifactException(path(file) + " has item '" + id + "' with " + count
                            + " users out of order: restore the file from a copy, or train the version again");
                }
                ids.add(id);
                users.add(count);
            });
            return ids;
        });
        return new Items(IdIndex.of(ids), new Popularity(users.build().toArray()));
    }

    private <T> T read(String file, StoredFile expected, CheckedFile.Reading<T> reading) {
        try (InputStream in = open(storage, folder, file)) {
            return CheckedFile.read(in, expected, path(file), reading);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + path(file) + "': " + e, e);
        }
    }

    /** {@return the file, not checked yet} */
    static InputStream open(Storage storage, String folder, String file) {
        try {
            return storage.read(folder + "/" + file);
        } catch (ResourceNotFoundException e) {
            throw new CorruptArtifactException(
                    "the version in " + folder + " has lost its file " + file
                            + ": restore the file from a copy, or train the version again",
                    e);
        }
    }

    private String path(String file) {
        return folder + "/" + file;
    }

    static StoredFile stored(VersionManifest manifest, String folder, String file) {
        StoredFile stored = manifest.files().get(file);
        if (stored == null) {
            throw new CorruptArtifactException("the manifest in " + folder + " does not name " + file
                    + ": restore the file from a copy, or train the version again");
        }
        return stored;
    }
}
