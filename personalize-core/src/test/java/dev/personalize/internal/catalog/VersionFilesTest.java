package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.coldstart.ColdStart;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.ingest.RowFile;
import dev.personalize.schema.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionFilesTest {
    private final StoredVersion version = new StoredVersion();

    private VersionFiles.Items read(VersionManifest manifest) {
        VersionFiles files = new VersionFiles(version.storage, StoredVersion.FOLDER);
        VersionFiles.Items items = files.readItems(manifest);
        files.readModel(StoredVersion.RECIPE, manifest, items);
        files.readColdStart(manifest, items).score(Map.of("LIKES", "bread|salt", "AGE", "70"), Map.of(), new float[3]);
        files.readContext(manifest, items).addTo(new float[3], Map.of("DEVICE", "phone|tablet"));
        return items;
    }

    private byte[] bytes(String file) throws IOException {
        try (InputStream in = version.storage.read(StoredVersion.FOLDER + "/" + file)) {
            return in.readAllBytes();
        }
    }

    private void replace(String file, byte[] bytes) {
        version.storage.write(StoredVersion.FOLDER + "/" + file, out -> out.write(bytes));
    }

    /** {@return the manifest that believes what the file holds now, as a forger writes it} */
    private VersionManifest believing(String file) throws IOException {
        byte[] bytes = bytes(file);
        Map<String, StoredFile> files = new LinkedHashMap<>(version.manifest.files());
        files.put(file, new StoredFile(Sha256.hex(Sha256.of(bytes, bytes.length)), bytes.length));
        return StoredVersion.manifest(files);
    }

    @Test
    void items_keep_their_order_and_popularity() {
        VersionFiles.Items items = read(version.manifest);

        assertThat(items.ids().ids()).containsExactly("apple", "bread", "cheese");
        assertThat(items.popularity().users(2)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "items.avro", "cold-start.safetensors", "context.safetensors"})
    void every_flip_of_every_byte_is_found(String file) throws IOException {
        byte[] bytes = bytes(file);

        for (int i = 0; i < 8 * bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i / 8] ^= (byte) (1 << i % 8);
            replace(file, damaged);
            assertThatThrownBy(() -> read(version.manifest))
                    .isInstanceOf(CorruptArtifactException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("SHA-256");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "items.avro", "cold-start.safetensors", "context.safetensors"})
    void every_truncation_and_every_byte_too_many_is_found(String file) throws IOException {
        byte[] bytes = bytes(file);

        for (int length = 0; length <= bytes.length + 100; length++) {
            if (length != bytes.length) {
                replace(file, Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> read(version.manifest))
                        .isInstanceOf(CorruptArtifactException.class)
                        .hasMessageContaining("the " + bytes.length + " bytes its manifest says");
            }
        }
    }

    /** Mutations that a manifest vouches for reach the readers themselves, which must not fail in other ways. */
    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "items.avro", "cold-start.safetensors", "context.safetensors"})
    void mutated_bytes_give_the_librarys_own_errors(String file) throws IOException {
        byte[] bytes = bytes(file);
        Random random = new Random(43);
        for (int round = 0; round < 5_000; round++) {
            replace(file, Mutation.of(bytes, random));
            PersonalizeErrors.only(() -> read(version.manifest));
            VersionManifest forged = believing(file);
            PersonalizeErrors.only(() -> read(forged));
        }
    }

    @Test
    void items_out_of_order_or_with_fewer_than_no_users_are_corrupt() throws IOException {
        for (List<Object[]> rows : List.of(
                List.of(new Object[] {"b", 1}, new Object[] {"a", 1}, new Object[] {"c", 1}),
                List.of(new Object[] {"a", 1}, new Object[] {"a", 1}, new Object[] {"c", 1}),
                List.<Object[]>of(new Object[] {"a", -1}))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (RowFile.Writer writer = RowFile.writer(out, Schema.parse("""
                    {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
                     "version": "1.0", "fields": [{"name": "ITEM_ID", "type": "string"},
                     {"name": "DISTINCT_USERS", "type": "int"}]}"""))) {
                rows.forEach(writer::append);
            }
            replace("items.avro", out.toByteArray());
            VersionManifest forged = believing("items.avro");

            assertThatThrownBy(() -> read(forged))
                    .isInstanceOf(CorruptArtifactException.class)
                    .hasMessageContaining("out of order");
        }
    }

    @Test
    void a_model_of_other_items_is_corrupt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ArtifactWriter().floats("scores", new float[] {1, 2}).writeTo(out);
        replace("model.safetensors", out.toByteArray());
        VersionManifest forged = believing("model.safetensors");

        assertThatThrownBy(() -> read(forged))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("a model of 2 items")
                .hasMessageContaining("has 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "items.avro", "cold-start.safetensors", "context.safetensors"})
    void a_lost_file_is_damage_of_the_version(String file) {
        version.storage.delete(StoredVersion.FOLDER + "/" + file);

        assertThatThrownBy(() -> read(version.manifest))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("lost its file " + file);
    }

    /** Versions written before there were such files, and those for which metadata says nothing, have none. */
    @Test
    void a_version_without_a_cold_start_file_recommends_popular_items() {
        Map<String, StoredFile> older = new LinkedHashMap<>(version.manifest.files());
        assertThat(older.remove("cold-start.safetensors")).isNotNull();
        VersionManifest manifest = StoredVersion.manifest(older);
        VersionFiles files = new VersionFiles(version.storage, StoredVersion.FOLDER);
        float[] scores = new float[3];

        ColdStart coldStart = files.readColdStart(manifest, read(manifest));

        assertThat(coldStart.isPopularityAlone()).isTrue();
        assertThat(coldStart.score(Map.of("LIKES", "bread"), Map.of(), scores)).isFalse();
        assertThat(scores[0]).isGreaterThan(scores[2]);
        assertThat(scores[2]).isGreaterThan(scores[1]);
    }

    @Test
    void a_version_without_a_file_of_contexts_is_not_moved_by_them() {
        Map<String, StoredFile> older = new LinkedHashMap<>(version.manifest.files());
        assertThat(older.remove("context.safetensors")).isNotNull();
        VersionManifest manifest = StoredVersion.manifest(older);
        VersionFiles files = new VersionFiles(version.storage, StoredVersion.FOLDER);

        assertThat(files.readContext(manifest, read(manifest)).isNone()).isTrue();
        assertThat(files.readContext(version.manifest, read(manifest)).isNone()).isFalse();
    }

    @Test
    void a_manifest_that_forgets_a_file_is_corrupt() {
        assertThatThrownBy(() -> read(StoredVersion.manifest(Map.of())))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("items.avro");
    }
}
