package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Without a failure it does what every storage does. */
class FaultyStorageTest extends StorageContract {
    private final FaultyStorage storage = new FaultyStorage(new HeapStorage());

    @Override
    protected Storage storage() {
        return storage;
    }

    private static void append(Storage.Appender appender, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        appender.write(bytes, 0, bytes.length);
    }

    private static String text(Storage storage, String path) throws IOException {
        try (InputStream in = storage.read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Six operations, the fifth of which is a write of "0123456789" to a growing file. */
    private static void scenario(Storage storage) {
        storage.write("a", out -> out.write('a'));
        storage.write("b", out -> out.write('b'));
        storage.delete("a");
        Storage.Appender appender = storage.append("c");
        append(appender, "0123456789");
        appender.sync();
    }

    @Test
    void counts_what_changes_files() {
        scenario(storage);
        storage.list("");
        assertThat(storage.exists("b")).isTrue();

        assertThat(storage.operations()).isEqualTo(6);
    }

    @Test
    void fails_from_the_nth_operation_on_for_every_n() {
        List<List<String>> left = List.of(List.of(), List.of("a"), List.of("a", "b"), List.of("b"), List.of("b", "c"));
        for (int n = 1; n <= 6; n++) {
            FaultyStorage faulty = new FaultyStorage(new HeapStorage()).failFrom(n);

            assertThatThrownBy(() -> scenario(faulty))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("disk full");
            assertThat(faulty.operations()).isEqualTo(n);
            assertThat(faulty.list("")).isEqualTo(left.get(Math.min(n, left.size()) - 1));
            assertThatThrownBy(() -> faulty.write("x", out -> {})).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void may_fail_once() {
        storage.failAt(2);
        storage.write("a", out -> {});
        assertThatThrownBy(() -> storage.write("b", out -> {})).isInstanceOf(UncheckedIOException.class);
        storage.write("c", out -> {});

        assertThat(storage.list("")).containsExactly("a", "c");
    }

    @Test
    void may_do_half_of_what_fails() throws IOException {
        FaultyStorage write = new FaultyStorage(new HeapStorage()).failFrom(1).halfDone();
        assertThatThrownBy(() -> scenario(write)).isInstanceOf(UncheckedIOException.class);
        assertThat(write.list("")).as("a written file is whole or not there").isEmpty();

        FaultyStorage delete = new FaultyStorage(new HeapStorage()).failFrom(3).halfDone();
        assertThatThrownBy(() -> scenario(delete)).isInstanceOf(UncheckedIOException.class);
        assertThat(delete.list("")).containsExactly("b");

        FaultyStorage create = new FaultyStorage(new HeapStorage()).failFrom(4).halfDone();
        assertThatThrownBy(() -> scenario(create)).isInstanceOf(UncheckedIOException.class);
        assertThat(text(create, "c")).isEmpty();

        FaultyStorage append = new FaultyStorage(new HeapStorage()).failFrom(5).halfDone();
        assertThatThrownBy(() -> scenario(append)).isInstanceOf(UncheckedIOException.class);
        assertThat(text(append, "c")).isEqualTo("01234");
    }

    @Test
    void a_crash_leaves_what_was_synced_and_some_of_the_rest() throws IOException {
        storage.write("folder/whole", out -> out.write('w'));
        Storage.Appender appender = storage.append("folder/growing");
        append(appender, "sure");
        appender.sync();
        append(appender, "lost");

        Set<String> left = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            Storage crashed = storage.crash(seed);
            assertThat(text(crashed, "folder/whole")).isEqualTo("w");
            left.add(text(crashed, "folder/growing").replace('\0', '0'));
        }

        assertThat(left)
                .containsExactlyInAnyOrder(
                        "sure",
                        "surel",
                        "surelo",
                        "surelos",
                        "surelost",
                        "sure0000",
                        "surel000",
                        "surelo00",
                        "surelos0");
        assertThat(text(storage, "folder/growing")).isEqualTo("surelost");
    }

    @Test
    void a_failed_sync_makes_nothing_sure() {
        storage.failFrom(3);
        Storage.Appender appender = storage.append("a");
        append(appender, "lost");
        assertThatThrownBy(appender::sync).isInstanceOf(UncheckedIOException.class);

        Set<Long> sizes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            sizes.add(storage.crash(seed).size("a"));
        }
        assertThat(sizes).contains(0L, 4L);
    }
}
