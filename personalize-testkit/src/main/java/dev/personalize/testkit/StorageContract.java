package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} must do, as tests. Subclass it in a test of the storage, and return an empty one for each test:
 *
 * <pre>{@code
 * class MyStorageTest extends StorageContract {
 *     private final Storage storage = new MyStorage();
 *
 *     @Override
 *     protected Storage storage() {
 *         return storage;
 *     }
 * }
 * }</pre>
 *
 * <p>The suite checks that files are written all or nothing and read as they were when opened, that appended bytes are read
 * at once, that folders come and go with their files, that threads do not disturb each other, and that no name reaches another
 * file or a place outside. What a loss of power leaves cannot be tested from inside; that part of the contract stays yours.
 */
public abstract class StorageContract {
    /** Called by JUnit. */
    protected StorageContract() {}

    /** {@return the storage under test: the same for all calls in one test, and empty at its beginning} */
    protected abstract Storage storage();

    private void write(String path, String text) {
        storage().write(path, out -> out.write(bytes(text)));
    }

    private String read(String path) throws IOException {
        try (InputStream in = storage().read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_file_is_read_as_it_was_written() throws IOException {
        write("shop/items/1.avro", "one");

        assertThat(read("shop/items/1.avro")).isEqualTo("one");
    }

    @Test
    void a_write_replaces_the_file() throws IOException {
        write("a", "a long first content");
        write("a", "new");

        assertThat(read("a")).isEqualTo("new");
    }

    @Test
    void a_reader_keeps_the_content_it_opened() throws IOException {
        write("a", "old");
        try (InputStream in = storage().read("a")) {
            write("a", "new");

            assertThat(in.readAllBytes()).isEqualTo(bytes("old"));
        }
    }

    @Test
    void a_failing_content_leaves_nothing_and_reaches_the_caller() {
        assertThatThrownBy(() -> storage().write("shop/a", out -> {
                    out.write(1);
                    throw new IOException("no more");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("shop/a")
                .hasMessageContaining("no more");
        assertThat(storage().exists("shop/a")).isFalse();
        assertThat(storage().list("shop")).isEmpty();
    }

    @Test
    void a_failing_content_leaves_the_file_before_it() throws IOException {
        write("a", "before");
        IllegalStateException failure = new IllegalStateException("stop");

        assertThatThrownBy(() -> storage().write("a", out -> {
                    out.write(1);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(read("a")).isEqualTo("before");
        assertThat(storage().list("")).containsExactly("a");
    }

    @Test
    void a_content_may_close_its_stream() throws IOException {
        storage().write("a", out -> {
            out.write(bytes("closed"));
            out.close();
        });

        assertThat(read("a")).isEqualTo("closed");
    }

    @Test
    void lists_direct_children_in_order() {
        for (String path : List.of("b/2", "b/10", "b/c/d/e", "a", "bb/x")) {
            write(path, path);
        }

        assertThat(storage().list("")).containsExactly("a", "b", "bb");
        assertThat(storage().list("b")).containsExactly("10", "2", "c");
        assertThat(storage().list("b/c")).containsExactly("d");
        assertThat(storage().list("absent")).isEmpty();
        assertThat(storage().list("a")).isEmpty();
    }

    @Test
    void files_and_folders_exist() {
        write("a/b/c", "");

        assertThat(storage().exists("a/b/c")).isTrue();
        assertThat(storage().exists("a/b")).isTrue();
        assertThat(storage().exists("a/b/c/d")).isFalse();
        assertThat(storage().exists("a/bb")).isFalse();
    }

    @Test
    void an_absent_file_and_a_folder_cannot_be_read() {
        write("a/b", "");

        assertThatThrownBy(() -> storage().read("x"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> storage().read("a")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void deletes_a_file_or_a_folder_with_all_in_it() {
        for (String path : List.of("a/b/c", "a/b/d/e", "a/bb", "f")) {
            write(path, path);
        }

        storage().delete("a/b");
        storage().delete("f");
        storage().delete("absent/x");

        assertThat(storage().list("a")).containsExactly("bb");
        assertThat(storage().list("")).containsExactly("a");
    }

    @Test
    void appended_bytes_are_read_at_once_and_after_closing() throws IOException {
        try (Storage.Appender appender = storage().append("journal/1")) {
            appender.write(bytes("xonex"), 1, 4);
            appender.sync();
            assertThat(read("journal/1")).isEqualTo("one");
            appender.write(bytes("two"), 0, 3);
        }

        assertThat(read("journal/1")).isEqualTo("onetwo");
    }

    @Test
    void appending_needs_a_new_name() throws IOException {
        write("a", "kept");

        assertThatThrownBy(() -> storage().append("a"))
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .hasMessageContaining("'a'");
        assertThat(read("a")).isEqualTo("kept");
    }

    @Test
    void refuses_what_is_no_path() {
        for (String path : List.of(
                "",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "./a",
                "a/.",
                "/",
                "//",
                "a\\b",
                "..\\a",
                "C:\\a",
                "C:a",
                "a:b",
                "a\u0000",
                "\u0000",
                "a\nb",
                "a\u007f",
                "a.tmp",
                "a.TMP",
                "a.tmp/b",
                "a.",
                "a ",
                "a./b",
                "...",
                "nul",
                "NUL",
                "con.txt",
                "a/AUX",
                "com1",
                "Lpt9.avro",
                "prn/a",
                "personalize.lock",
                "a*",
                "a?",
                "a|b",
                "<a>",
                "\"a\"",
                "ü",
                "\u0130",
                "\ud800",
                "a".repeat(201),
                "漢".repeat(256),
                "a/" + "é".repeat(256))) {
            assertRefused(path);
        }
    }

    private void assertRefused(String path) {
        assertThatThrownBy(() -> write(path, "")).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().read(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().size(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().exists(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().delete(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().append(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        assertThat(storage().list("")).as("nothing came of '%s'", path).isEmpty();
    }

    @Test
    void odd_names_that_are_paths_are_files_of_their_own() throws IOException {
        List<String> paths = List.of(
                "a".repeat(200),
                "-",
                "--help",
                "~",
                "$HOME",
                "%TEMP%",
                "a b",
                ".hidden",
                "..a",
                "a..b",
                "'",
                "&",
                "#1",
                "nul-1",
                "console",
                "com",
                "com10",
                "tmp",
                "a.tmp.b",
                "x/personalize.lock");
        for (String path : paths) {
            write(path, path);
        }

        for (String path : paths) {
            assertThat(read(path)).isEqualTo(path);
        }
        assertThat(storage().list("")).hasSize(paths.size());
    }

    @Test
    void names_that_differ_in_case_are_two_files_or_the_second_is_refused() throws IOException {
        write("shop/A", "upper");
        boolean refused = false;
        try {
            write("shop/a", "lower");
        } catch (IllegalArgumentException e) {
            refused = true;
        }

        assertThat(read("shop/A")).isEqualTo("upper");
        if (refused) {
            assertThatThrownBy(() -> storage().read("shop/a")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage().delete("SHOP/A")).isInstanceOf(IllegalArgumentException.class);
            assertThat(storage().list("shop")).containsExactly("A");
        } else {
            assertThat(read("shop/a")).isEqualTo("lower");
            assertThat(storage().list("shop")).containsExactly("A", "a");
        }
    }

    @Test
    void a_name_is_a_file_or_a_folder() throws IOException {
        write("a/b", "kept");

        assertThatThrownBy(() -> write("a", "")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> write("a/b/c", "")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> storage().append("a/b/c")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> storage().append("a")).isInstanceOf(ResourceAlreadyExistsException.class);
        storage().delete("a/b/c");

        assertThat(read("a/b")).isEqualTo("kept");
        assertThat(storage().list("a")).containsExactly("b");
    }

    @Test
    void a_file_has_a_size_and_a_growing_one_the_size_so_far() {
        write("a/b", "12345");
        try (Storage.Appender appender = storage().append("a/c")) {
            assertThat(storage().size("a/c")).isZero();
            appender.write(bytes("123"), 0, 3);
            assertThat(storage().size("a/c")).isEqualTo(3);
        }

        assertThat(storage().size("a/b")).isEqualTo(5);
        assertThatThrownBy(() -> storage().size("a")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> storage().size("x")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void an_appender_is_synced_by_one_thread_while_another_writes() throws IOException {
        try (Storage.Appender appender = storage().append("a")) {
            CompletableFuture<Void> syncs = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20; i++) {
                    appender.sync();
                }
            });
            for (int i = 0; i < 1000; i++) {
                appender.write(bytes("0123456789"), 0, 10);
            }
            syncs.join();
            appender.sync();
        }

        assertThat(read("a")).isEqualTo("0123456789".repeat(1000));
    }

    @Test
    void a_reader_sees_one_whole_content_while_the_file_is_replaced() throws IOException {
        write("a", "0".repeat(100_000));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i < 50; i++) {
                write("a", String.valueOf(i % 10).repeat(100_000));
            }
        });

        do {
            String content = read("a");
            assertThat(content).hasSize(100_000);
            assertThat(content.chars().distinct().count()).isEqualTo(1);
        } while (!writer.isDone());
        writer.join();
    }

    @Test
    void threads_create_and_delete_files_in_folders_they_share() throws IOException {
        IntStream.range(0, 64).parallel().forEach(i -> {
            write("a/b/" + i, String.valueOf(i));
            storage().append("a/c/" + i).close();
            if (i % 2 == 0) {
                storage().delete("a/b/" + i);
            }
        });

        assertThat(storage().list("a/b")).hasSize(32);
        assertThat(storage().list("a/c")).hasSize(64);
        assertThat(read("a/b/63")).isEqualTo("63");
    }

    @Test
    void writers_in_many_threads_leave_one_whole_content() throws IOException {
        IntStream.range(0, 64)
                .parallel()
                .forEach(i -> write("same", String.valueOf(i % 10).repeat(10_000)));

        String content = read("same");
        assertThat(content).hasSize(10_000).containsOnlyDigits();
        assertThat(content.chars().distinct().count()).isEqualTo(1);
        assertThat(storage().list("")).containsExactly("same");
    }
}
