package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ResourceInUseException;
import dev.personalize.storage.DirectoryStorage;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest extends StorageContract {
    @TempDir
    Path folder;

    private Path home;
    private DirectoryStorage storage;

    @BeforeEach
    void open() {
        home = folder.resolve("not/there/yet");
        storage = DirectoryStorage.open(home);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    protected Storage storage() {
        return storage;
    }

    @Test
    void a_home_has_one_open_storage_in_a_process() {
        assertThatThrownBy(() -> DirectoryStorage.open(home))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(home.getFileName().toString())
                .hasMessageContaining("this process");

        storage.close();
        storage = DirectoryStorage.open(home);
        assertThat(storage.list("")).isEmpty();
    }

    /** The other process of {@link #a_home_has_one_open_storage_among_processes}. */
    static final class OtherProcess {
        public static void main(String[] arguments) {
            try (DirectoryStorage storage = DirectoryStorage.open(Path.of(arguments[0]))) {
                System.out.println("opened " + storage.list(""));
            } catch (ResourceInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void a_home_has_one_open_storage_among_processes() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process other = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .contains("another process")
                .contains(home.getFileName().toString());
    }

    @Test
    void what_a_crash_left_unfinished_is_removed_on_open() throws IOException {
        storage.write("a/kept", out -> out.write(1));
        storage.close();
        Files.write(home.resolve("a/kept.1.tmp"), new byte[] {1});
        Files.createDirectories(home.resolve("b.2.tmp/c"));
        Files.write(home.resolve("b.2.tmp/c/d.3.tmp"), new byte[] {1});

        storage = DirectoryStorage.open(home);

        assertThat(Files.exists(home.resolve("a/kept.1.tmp"))).isFalse();
        assertThat(Files.exists(home.resolve("b.2.tmp"))).isFalse();
        assertThat(storage.list("")).containsExactly("a");
        assertThat(storage.list("a")).containsExactly("kept");
    }

    @Test
    void an_interrupted_thread_writes_as_any_other() {
        Thread.currentThread().interrupt();
        try {
            storage.write("a/b", out -> out.write(1));
            try (Storage.Appender appender = storage.append("a/c")) {
                appender.write(new byte[] {1}, 0, 1);
                appender.sync();
            }
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(storage.list("a")).containsExactly("b", "c");
    }

    @Test
    void an_interrupted_thread_opens_and_reads_as_any_other() throws IOException {
        storage.write("a/b", out -> out.write(1));
        storage.close();
        Thread.currentThread().interrupt();
        try {
            storage = DirectoryStorage.open(home);
            try (InputStream in = storage.read("a/b")) {
                assertThat(in.readAllBytes()).containsExactly(1);
            }
            assertThat(storage.size("a/b")).isEqualTo(1);
            storage.delete("a/b");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(storage.exists("a/b")).isFalse();
        assertThatThrownBy(() -> DirectoryStorage.open(home)).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void no_name_reaches_the_lock_file() {
        assertThatThrownBy(() -> storage.delete("personalize.lock")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.write("Personalize.LOCK", out -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.exists(home.resolve("personalize.lock"))).isTrue();
    }

    @Test
    void a_closed_storage_says_so() {
        storage.close();

        assertThatThrownBy(() -> storage.list(""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> storage.exists("a")).isInstanceOf(IllegalStateException.class);
    }
}
