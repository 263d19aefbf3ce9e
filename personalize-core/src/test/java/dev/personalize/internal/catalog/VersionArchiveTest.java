package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.ArtifactTooOldException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.PersonalizeException;
import dev.personalize.storage.HeapStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionArchiveTest {
    private static final List<String> FILES = List.of(
            "cold-start.safetensors", "context.safetensors", "items.avro", "manifest.json", "model.safetensors");

    @TempDir
    Path disk;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final StoredVersion version = new StoredVersion();

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private Path export(Path target) {
        VersionArchive.write(target, version.manifest, version.settings, version.storage, StoredVersion.FOLDER);
        return target;
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the export as it must come out of an import: checked, and copied into another storage} */
    private VersionArchive.Imported imported(Path source) {
        VersionArchive.Imported imported = VersionArchive.read(source);
        HeapStorage storage = new HeapStorage();
        imported.copyTo(storage, "there");
        VersionFiles files = new VersionFiles(storage, "there");
        VersionFiles.Items items = files.readItems(imported.version());
        assertThat(items.ids().ids()).containsExactly("apple", "bread", "cheese");
        assertThat(files.readModel(StoredVersion.RECIPE, imported.version(), items)
                        .items())
                .isEqualTo(3);
        assertThat(files.readColdStart(imported.version(), items).isPopularityAlone())
                .isEqualTo(!imported.version().files().containsKey("cold-start.safetensors"));
        assertThat(files.readContext(imported.version(), items).isNone())
                .isEqualTo(!imported.version().files().containsKey("context.safetensors"));
        return imported;
    }

    @Test
    void a_folder_a_zip_file_and_any_file_system_carry_a_version() throws IOException {
        Path zipped = disk.resolve("inside.zip");
        Files.write(zipped, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        try (FileSystem zip = FileSystems.newFileSystem(zipped)) {
            for (Path target : List.of(
                    disk.resolve("a/b/version"),
                    disk.resolve("version.ZIP"),
                    memory.getPath("/exports/version"),
                    memory.getPath("version.zip"),
                    zip.getPath("/exports/version"),
                    zip.getPath("version.zip"))) {
                VersionArchive.Imported imported = imported(export(target));

                assertThat(imported.version()).isEqualTo(version.manifest);
                assertThat(imported.settings()).isEqualTo(version.settings);
                assertThat(names(target.resolveSibling(".")))
                        .as("nothing unfinished is left")
                        .allMatch(name -> !name.endsWith(".tmp"));
            }
            assertThat(names(zip.getPath("/exports/version"))).isEqualTo(FILES);
        }
        assertThat(names(disk.resolve("a/b/version"))).isEqualTo(FILES);
    }

    @Test
    void a_version_without_a_cold_start_file_is_carried_too_and_one_that_lost_it_is_not() throws IOException {
        Map<String, StoredFile> files = new LinkedHashMap<>(version.manifest.files());
        files.remove("cold-start.safetensors");
        VersionManifest older = StoredVersion.manifest(files);
        for (Path target : List.of(memory.getPath("/older"), memory.getPath("/older.zip"))) {
            VersionArchive.write(target, older, version.settings, version.storage, StoredVersion.FOLDER);
            assertThat(imported(target).version()).isEqualTo(older);
        }
        Path mixed = forged(zip -> {
            put(zip, "manifest.json", honestManifest());
            put(zip, "model.safetensors", storedBytes("model.safetensors"));
            put(zip, "items.avro", storedBytes("items.avro"));
        });

        assertThatThrownBy(() -> VersionArchive.read(mixed))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("only the files");
    }

    @Test
    void the_same_version_gives_the_same_zip_which_any_zip_tool_opens() throws IOException {
        Path one = export(disk.resolve("one.zip"));
        Path other = export(disk.resolve("other.zip"));

        assertThat(one).hasSameBinaryContentAs(other);
        try (FileSystem zip = FileSystems.newFileSystem(one)) {
            assertThat(names(zip.getPath("/"))).isEqualTo(FILES);
        }
    }

    @Test
    void an_unpacked_zip_is_a_folder_that_can_be_imported() throws IOException {
        Path unpacked = Files.createDirectory(disk.resolve("unpacked"));
        try (FileSystem zip = FileSystems.newFileSystem(export(disk.resolve("v.zip")))) {
            for (String name : names(zip.getPath("/"))) {
                Files.copy(zip.getPath(name), unpacked.resolve(name));
            }
        }
        Files.writeString(unpacked.resolve(".DS_Store"), "what file managers leave");

        imported(unpacked);
    }

    @Test
    void nothing_is_overwritten_but_an_empty_folder() throws IOException {
        Path empty = Files.createDirectory(disk.resolve("empty"));
        Path full = Files.createDirectory(disk.resolve("full"));
        Files.writeString(full.resolve("mine"), "");
        Path file = Files.writeString(disk.resolve("file"), "mine");
        Path zip = Files.writeString(disk.resolve("v.zip"), "mine");
        Path emptyZip = Files.createDirectory(disk.resolve("folder.zip"));

        imported(export(empty));
        for (Path taken : List.of(full, file, zip, emptyZip, memory.getPath("/"))) {
            assertThatThrownBy(() -> export(taken))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(taken.toString());
        }
        assertThat(file).hasContent("mine");
        assertThat(zip).hasContent("mine");
        assertThat(full).isDirectoryContaining(mine -> mine.endsWith("mine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "version.zip"})
    void a_failed_export_leaves_nothing_behind(String name) {
        version.storage.write(StoredVersion.FOLDER + "/items.avro", out -> out.write(7));

        assertThatThrownBy(() -> export(disk.resolve(name)))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("items.avro");
        version.storage.delete(StoredVersion.FOLDER + "/items.avro");
        assertThatThrownBy(() -> export(disk.resolve(name))).isInstanceOf(PersonalizeException.class);
        assertThat(disk).isEmptyDirectory();
        assertThatThrownBy(() -> export(memory.getPath("/exports/" + name))).isInstanceOf(PersonalizeException.class);
        assertThat(memory.getPath("/exports")).isEmptyDirectory();
    }

    /** Every byte, one of its bits. */
    @Test
    void every_flipped_byte_is_found_before_anything_is_used() throws IOException {
        Path folder = export(memory.getPath("/version"));
        Path zip = export(memory.getPath("/version.zip"));
        Random random = new Random(47);
        for (Path file : List.of(
                zip,
                folder.resolve("manifest.json"),
                folder.resolve("model.safetensors"),
                folder.resolve("cold-start.safetensors"),
                folder.resolve("context.safetensors"),
                folder.resolve("items.avro"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                assertThatThrownBy(() -> VersionArchive.read(file.equals(zip) ? zip : folder))
                        .as("byte %s of %s", i, file)
                        .isInstanceOf(CorruptArtifactException.class)
                        .hasMessageContaining(file.getFileName().toString());
            }
            Files.write(file, bytes);
        }
        imported(folder);
        imported(zip);
    }

    @Test
    void every_truncation_of_a_zip_is_found() throws IOException {
        Path zip = export(memory.getPath("/version.zip"));
        byte[] bytes = Files.readAllBytes(zip);

        for (int length = 0; length < bytes.length; length++) {
            Files.write(zip, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> VersionArchive.read(zip)).isInstanceOf(CorruptArtifactException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.json",
                "model.safetensors",
                "items.avro",
                "cold-start.safetensors",
                "context.safetensors"
            })
    void a_missing_file_is_named(String name) throws IOException {
        Path folder = export(memory.getPath("/version"));
        Files.delete(folder.resolve(name));

        assertThatThrownBy(() -> VersionArchive.read(folder))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("no file " + name);
        assertThatThrownBy(() -> VersionArchive.read(memory.getPath("/nowhere")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/nowhere");
    }

    @Test
    void damage_and_older_and_newer_formats_are_three_errors() throws IOException {
        Path folder = export(memory.getPath("/version"));

        rewriteFormat(folder.resolve("manifest.json"), 3);
        assertThatThrownBy(() -> VersionArchive.read(folder)).isInstanceOf(ArtifactTooNewException.class);
        rewriteFormat(folder.resolve("manifest.json"), 1);
        assertThatThrownBy(() -> VersionArchive.read(folder)).isInstanceOf(ArtifactTooOldException.class);
        Files.writeString(folder.resolve("manifest.json"), "{}");
        assertThatThrownBy(() -> VersionArchive.read(folder)).isInstanceOf(CorruptArtifactException.class);
    }

    private static void rewriteFormat(Path manifest, int format) throws IOException {
        String text = Files.readString(manifest).replaceFirst("\"format\" : \\d", "\"format\" : " + format);
        byte[] begin = text.substring(0, text.lastIndexOf("  \"sha256\"")).getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                manifest,
                new String(begin, StandardCharsets.UTF_8) + "  \"sha256\" : \""
                        + Sha256.hex(Sha256.of(begin, begin.length)) + "\"\n}\n");
    }

    @Test
    void a_change_between_check_and_copy_is_found() throws IOException {
        Path folder = export(memory.getPath("/version"));
        VersionArchive.Imported imported = VersionArchive.read(folder);
        byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("model.safetensors"), bytes);
        HeapStorage storage = new HeapStorage();

        assertThatThrownBy(() -> imported.copyTo(storage, "there")).isInstanceOf(CorruptArtifactException.class);
        assertThat(storage.exists("there/model.safetensors")).isFalse();
    }

    /** A zip with a right seal and the given entries, as only a forger writes it. */
    private Path forged(SealedZip.Entries entries) throws IOException {
        Path zip = memory.getPath("/forged.zip");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SealedZip.write(out, entries);
        return Files.write(zip, out.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private byte[] honestManifest() {
        return ManifestText.of(new ArchiveManifest(version.manifest, version.settings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../model.safetensors", "/model.safetensors", "..", "a/", "MODEL.safetensors", "x", "\u0000"})
    void a_zip_with_any_other_entry_is_corrupt(String name) throws IOException {
        Path zip = forged(out -> {
            put(out, "manifest.json", honestManifest());
            put(out, name, new byte[] {});
        });

        assertThatThrownBy(() -> VersionArchive.read(zip))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("forged.zip");
    }

    @Test
    void a_zip_without_its_manifest_first_or_without_files_is_corrupt() throws IOException {
        for (SealedZip.Entries entries : List.<SealedZip.Entries>of(
                out -> {},
                out -> put(out, "manifest.json", honestManifest()),
                out -> put(out, "model.safetensors", new byte[9]))) {
            Path zip = forged(entries);
            assertThatThrownBy(() -> VersionArchive.read(zip)).isInstanceOf(CorruptArtifactException.class);
        }
    }

    @Test
    void two_entries_of_one_name_are_corrupt() throws IOException {
        Path zip = forged(out -> {
            put(out, "manifest.json", honestManifest());
            put(out, "items.avro", storedBytes("items.avro"));
            put(out, "items.avrO", storedBytes("items.avro"));
        });
        // ZipOutputStream itself refuses the second name, so it is made the same afterwards
        String text = Files.readString(zip, StandardCharsets.ISO_8859_1).replace("items.avrO", "items.avro");
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] seal = Sha256.hex(Sha256.of(bytes, bytes.length - 64)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(seal, 0, bytes, bytes.length - 64, 64);
        Files.write(zip, bytes);

        assertThatThrownBy(() -> VersionArchive.read(zip))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("a second file 'items.avro'");
    }

    private byte[] storedBytes(String file) {
        try (var in = version.storage.read(StoredVersion.FOLDER + "/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 64 MiB of zeros in 64 KiB: whichever entry holds them, reading ends one byte after the size it may have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.json",
                "model.safetensors",
                "items.avro",
                "cold-start.safetensors",
                "context.safetensors"
            })
    void a_zip_bomb_ends_at_the_size_expected(String bomb) throws IOException {
        byte[] zeros = new byte[1 << 20];
        Path zip = forged(out -> {
            if (!bomb.equals("manifest.json")) {
                put(out, "manifest.json", honestManifest());
            }
            out.putNextEntry(new ZipEntry(bomb));
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
            out.closeEntry();
        });

        assertThatThrownBy(() -> VersionArchive.read(zip))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void a_manifest_that_names_other_files_is_corrupt() throws IOException {
        Map<String, StoredFile> more = new LinkedHashMap<>(version.manifest.files());
        more.put("../../campaign.json", new StoredFile("00", 1));
        byte[] manifest = ManifestText.of(new ArchiveManifest(StoredVersion.manifest(more), version.settings));
        Path folder = export(memory.getPath("/version"));
        Files.write(folder.resolve("manifest.json"), manifest);

        assertThatThrownBy(() -> VersionArchive.read(folder))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("../../campaign.json");
    }

    @Test
    void mutated_zips_with_a_right_seal_give_the_librarys_own_errors() throws IOException {
        Path zip = export(memory.getPath("/version.zip"));
        byte[] bytes = Files.readAllBytes(zip);
        Random random = new Random(53);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] mutated = Mutation.of(Arrays.copyOf(bytes, bytes.length - 64), random);
            byte[] whole = Arrays.copyOf(mutated, mutated.length + 64);
            byte[] seal = Sha256.hex(Sha256.of(mutated, mutated.length)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(seal, 0, whole, mutated.length, 64);
            Files.write(zip, round % 2 == 0 ? whole : mutated);
            refused += PersonalizeErrors.only(() -> VersionArchive.read(zip)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(2_000);
    }
}
