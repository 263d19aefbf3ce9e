package dev.personalize.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage does. A subclass says how to make an empty one, and closes it. */
abstract class StorageContract {
    abstract Storage storage();

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

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a\u0000", "a.tmp", "a.tmp/b"})
    void refuses_what_is_no_path(String path) {
        assertThatThrownBy(() -> write(path, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().read(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().exists(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().delete(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage().append(path)).isInstanceOf(IllegalArgumentException.class);
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
