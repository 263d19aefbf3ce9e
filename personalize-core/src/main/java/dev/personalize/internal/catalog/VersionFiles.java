package dev.personalize.internal.catalog;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.ingest.RowFile;
import dev.personalize.recipe.Model;
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

/** The files of a solution version beside its manifest: the model, and the item index with each item's popularity. */
public final class VersionFiles {
    private static final String MODEL = "model.safetensors";
    private static final String ITEMS = "items.avro";
    private static final Schema ITEM_ROWS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "DISTINCT_USERS", "type": "int"}]}""");

    private final CheckedFiles files;
    private final String folder;

    /**
     * @param storage where versions lie
     * @param folder of the version
     */
    public VersionFiles(Storage storage, String folder) {
        this.files = new CheckedFiles(storage);
        this.folder = folder;
    }

    /** {@return SHA-256 in hex of each file written} */
    public Map<String, String> write(Model model, IdIndex items, Popularity popularity) {
        ArtifactWriter artifact = new ArtifactWriter();
        model.write(artifact);
        Map<String, String> checksums = new LinkedHashMap<>();
        checksums.put(MODEL, files.write(path(MODEL), artifact::writeTo));
        checksums.put(ITEMS, files.write(path(ITEMS), out -> {
            try (RowFile.Writer rows = RowFile.writer(out, ITEM_ROWS)) {
                for (int item = 0; item < items.size(); item++) {
                    rows.append(new Object[] {items.id(item), popularity.users(item)});
                }
            }
        }));
        return checksums;
    }

    /** {@return the model, checked against the manifest} */
    public Model readModel(Recipe recipe, VersionManifest manifest) {
        try (InputStream in = files.read(path(MODEL), checksum(manifest, MODEL))) {
            return recipe.read(ArtifactReader.read(in, path(MODEL)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An item index with the popularity of its items.
     *
     * @param ids the index
     * @param popularity of each of its items
     */
    public record Items(IdIndex ids, Popularity popularity) {}

    /** {@return the items, checked against the manifest} */
    public Items readItems(VersionManifest manifest) {
        List<String> ids = new ArrayList<>();
        List<Integer> users = new ArrayList<>();
        try (InputStream in = files.read(path(ITEMS), checksum(manifest, ITEMS))) {
            RowFile.read(in, ITEM_ROWS, path(ITEMS), row -> {
                ids.add((String) row[0]);
                users.add((Integer) row[1]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Items(
                IdIndex.of(ids),
                new Popularity(users.stream().mapToInt(Integer::intValue).toArray()));
    }

    private String path(String file) {
        return folder + "/" + file;
    }

    private String checksum(VersionManifest manifest, String file) {
        String checksum = manifest.files().get(file);
        if (checksum == null) {
            throw new CorruptArtifactException(folder + "/manifest.json does not name " + file);
        }
        return checksum;
    }
}
