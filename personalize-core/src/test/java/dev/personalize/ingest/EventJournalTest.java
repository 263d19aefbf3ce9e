package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventJournalTest {
    private static final Schema SCHEMA = Rows.interactions();
    private static final String FIRST = "shop/events/000001.avro";

    private final Storage storage = new HeapStorage();

    private EventJournal open() {
        return EventJournal.open(storage, "shop/events", SCHEMA, 1);
    }

    private List<List<@Nullable Object>> read() {
        Rows rows = new Rows();
        open().read(rows);
        return rows.lists();
    }

    private static @Nullable Object[] event(String user) {
        return Rows.row(user, "item", 7L, null);
    }

    private static List<@Nullable Object[]> batch(String... users) {
        return Arrays.stream(users).map(EventJournalTest::event).toList();
    }

    private static void append(EventJournal journal, List<@Nullable Object[]> rows) {
        journal.append(rows, Durability.FORCED, Runnable::run);
    }

    private void appendInNewSegment(String... users) {
        try (EventJournal journal = open()) {
            append(journal, batch(users));
        }
    }

    private byte[] bytes(String path) throws IOException {
        try (InputStream in = storage.read(path)) {
            return in.readAllBytes();
        }
    }

    private List<@Nullable Object> users() {
        return read().stream().<@Nullable Object>map(row -> row.get(0)).toList();
    }

    @Test
    void an_acknowledged_batch_is_read_at_once_and_by_the_next_journal() {
        try (EventJournal journal = open()) {
            append(journal, batch("a", "b"));
            assertThat(users()).containsExactly("a", "b");
            append(journal, batch("c"));
        }

        assertThat(read())
                .containsExactly(
                        Rows.list("a", "item", 7L, null),
                        Rows.list("b", "item", 7L, null),
                        Rows.list("c", "item", 7L, null));
    }

    @Test
    void each_journal_appends_to_a_segment_of_its_own_created_by_the_first_append() {
        open().close();
        assertThat(storage.list("shop/events")).isEmpty();

        appendInNewSegment("a");
        appendInNewSegment("b");
        append(open(), List.of());

        assertThat(storage.list("shop/events")).containsExactly("000001.avro", "000002.avro");
        assertThat(users()).containsExactly("a", "b");
    }

    @Test
    void a_segment_torn_at_any_byte_of_its_last_block_keeps_the_blocks_before_and_no_half_block() throws IOException {
        int before;
        try (EventJournal journal = open()) {
            append(journal, batch("a"));
            before = bytes(FIRST).length;
            append(journal, batch("b", "c"));
        }
        byte[] whole = bytes(FIRST);

        for (int length = before; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            storage.write(FIRST, out -> out.write(torn));
            assertThat(users()).as("cut at %d of %d", length, whole.length).containsExactly("a");
            byte[] zeros = Arrays.copyOf(torn, whole.length + 50);
            storage.write(FIRST, out -> out.write(zeros));
            boolean rowsWhole = length >= whole.length - 16; // only the marker at the end is torn
            assertThat(users())
                    .as("zeros from %d", length)
                    .containsExactlyElementsOf(rowsWhole ? List.of("a", "b", "c") : List.of("a"));
        }
    }

    @Test
    void a_segment_torn_inside_its_header_is_empty() throws IOException {
        appendInNewSegment("a");
        byte[] whole = bytes(FIRST);
        int headerLength = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("null") + 4 + 1 + 16;

        for (int length = 0; length <= headerLength; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            storage.write(FIRST, out -> out.write(torn));
            assertThat(users()).as("cut at %d", length).isEmpty();
        }
    }

    @Test
    void appending_goes_on_after_a_torn_segment() throws IOException {
        appendInNewSegment("a");
        byte[] torn = Arrays.copyOf(bytes(FIRST), bytes(FIRST).length - 1);
        storage.write(FIRST, out -> out.write(torn));

        appendInNewSegment("b");

        assertThat(users()).containsExactly("b");
    }

    @Test
    void a_damaged_byte_anywhere_is_found_or_does_no_harm() throws IOException {
        try (EventJournal journal = open()) {
            append(journal, batch("a", "b"));
            append(journal, batch("c"));
        }
        byte[] whole = bytes(FIRST);
        List<List<@Nullable Object>> rows = read();

        int found = 0;
        for (int position = 0; position < whole.length; position++) {
            for (int mask : new int[] {0x01, 0x02, 0x40, 0x80, 0xff, whole[position] & 0xff}) {
                byte[] damaged = whole.clone();
                damaged[position] ^= (byte) mask;
                storage.write(FIRST, out -> out.write(damaged));
                try {
                    assertThat(read()).as("byte %d, mask %d", position, mask).isEqualTo(rows);
                } catch (CorruptArtifactException e) {
                    assertThat(e).hasMessageContaining(FIRST);
                    found++;
                }
            }
        }
        // nothing is lost when the codec's name or the end of the last marker is damaged to what means the same
        assertThat(found).isGreaterThan(5 * whole.length);
    }

    @Test
    void a_batch_with_a_row_that_does_not_fit_writes_nothing() {
        try (EventJournal journal = open()) {
            List<@Nullable Object[]> bad = new ArrayList<>(batch("a"));
            bad.add(Rows.row("b", "item", "no time", null));

            assertThatThrownBy(() -> append(journal, bad)).isInstanceOf(IllegalArgumentException.class);
            assertThat(storage.list("shop/events")).isEmpty();
            append(journal, batch("c"));
        }
        assertThat(users()).containsExactly("c");
    }

    @Test
    void a_closed_journal_takes_nothing() {
        EventJournal journal = open();
        journal.close();
        journal.close();

        assertThatThrownBy(() -> append(journal, batch("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void threads_append_together_and_every_acknowledged_row_is_there() throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try (EventJournal journal = open()) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String name = "t" + thread + "-";
                done.add(executor.submit(() ->
                        IntStream.range(0, 200).forEach(i -> append(journal, batch(name + i, name + i + "+")))));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            executor.shutdown();
        }

        List<@Nullable Object> users = users();
        assertThat(users).hasSize(3200).doesNotHaveDuplicates();
        for (int i = 0; i < users.size(); i += 2) {
            assertThat(users.get(i + 1)).as("a batch stays together").isEqualTo(users.get(i) + "+");
        }
    }

    @Test
    void readers_and_rolls_see_whole_appends_while_threads_append() throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (EventJournal journal = open()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String name = "t" + thread + "-";
                writers.add(executor.submit(() ->
                        IntStream.range(0, 300).forEach(i -> append(journal, batch(name + i, name + i + "+")))));
            }
            int lastRolled = 0;
            while (!writers.stream().allMatch(Future::isDone)) {
                int rolled = journal.roll();
                assertThat(rolled).isGreaterThanOrEqualTo(lastRolled);
                lastRolled = rolled;
                Rows rows = new Rows();
                journal.read(rows);
                assertThat(rows.lists().size() % 2).isZero();
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            executor.shutdown();
        }

        assertThat(users()).hasSize(2400).doesNotHaveDuplicates();
    }

    @Test
    void a_roll_ends_the_segment_and_names_the_last_finished_one() {
        try (EventJournal journal = open()) {
            assertThat(journal.roll()).isZero();
            append(journal, batch("a"));
            assertThat(journal.segments()).containsExactly(1);
            assertThat(journal.finishedBytes(1)).isZero();

            assertThat(journal.roll()).isEqualTo(1);
            assertThat(journal.roll()).isEqualTo(1);
            assertThat(journal.finishedBytes(1)).isEqualTo(storage.size(FIRST));
            append(journal, batch("b"));

            assertThat(journal.segments()).containsExactly(1, 2);
            Rows rows = new Rows();
            journal.read(2, rows);
            assertThat(rows.lists()).containsExactly(Rows.list(event("b")));
        }
    }

    @Test
    void segments_below_the_first_are_not_part_of_the_journal() {
        appendInNewSegment("a");
        appendInNewSegment("b");

        try (EventJournal journal = EventJournal.open(storage, "shop/events", SCHEMA, 3)) {
            assertThat(journal.segments()).isEmpty();
            assertThat(journal.roll()).isEqualTo(2);
            append(journal, batch("c"));
            assertThat(journal.segments()).containsExactly(3);
            Rows rows = new Rows();
            journal.read(rows);
            assertThat(rows.lists()).containsExactly(Rows.list(event("c")));
        }
        assertThat(users()).as("the files are left as they were").containsExactly("a", "b", "c");
        assertThatThrownBy(() -> EventJournal.open(storage, "shop/events", SCHEMA, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_removed_by_others_leaves_later_segments_and_numbers_as_they_are() {
        try (EventJournal journal = open()) {
            append(journal, batch("a"));
            journal.roll();
            storage.delete(FIRST);
            assertThat(journal.finishedBytes(2)).isZero();
            assertThat(journal.roll())
                    .as("a segment that was merged has a number below the next first")
                    .isEqualTo(1);

            append(journal, batch("b"));
            assertThat(journal.segments()).endsWith(2);
            Rows rows = new Rows();
            journal.read(2, rows);
            assertThat(rows.lists()).containsExactly(Rows.list(event("b")));
        }
        assertThat(users()).containsExactly("b");
    }

    @Test
    void a_segment_ends_by_itself_at_64_MiB() {
        String text = "x".repeat(16 << 20);
        try (EventJournal journal = open()) {
            for (int i = 0; i < 5; i++) {
                append(journal, batch(text));
            }

            assertThat(journal.segments()).containsExactly(1, 2);
            assertThat(journal.finishedBytes(1)).isBetween(64L << 20, 65L << 20);
        }
    }

    @Test
    void segments_of_an_older_schema_are_read_in_the_newer_one() {
        Schema older = Rows.schema("Interactions", "USER_ID:string", "ITEM_ID:string", "TIMESTAMP:long", "GONE:int?");
        try (EventJournal journal = EventJournal.open(storage, "shop/events", older, 1)) {
            append(journal, List.<@Nullable Object[]>of(Rows.row("a", "i", 1L, 9)));
        }
        appendInNewSegment("b");

        assertThat(read()).containsExactly(Rows.list("a", "i", 1L, null), Rows.list(event("b")));
    }

    @Test
    void avro_itself_reads_a_segment_with_its_checksums() throws IOException {
        appendInNewSegment("a", "b");

        try (DataFileStream<GenericRecord> file =
                new DataFileStream<>(storage.read(FIRST), new GenericDatumReader<>())) {
            GenericRecord record = file.next();
            assertThat(record.get("USER_ID")).hasToString("a");
            assertThat(record.get("__CHECKSUM")).isInstanceOf(Integer.class);
            assertThat(file.next().get("USER_ID")).hasToString("b");
            assertThat(file.hasNext()).isFalse();
        }
    }

    @Test
    void what_was_appended_before_close_is_written_and_what_comes_later_is_not() {
        List<Runnable> tasks = new ArrayList<>();
        EventJournal journal = open();
        CompletableFuture<@Nullable Void> before =
                journal.appendAsync(batch("a"), Durability.FORCED, tasks::add, failure -> {});
        journal.close();
        CompletableFuture<@Nullable Void> after =
                journal.appendAsync(batch("b"), Durability.FORCED, Runnable::run, failure -> {});
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }

        assertThat(before).isCompleted();
        assertThat(after).isCompletedExceptionally();
        assertThat(users()).containsExactly("a");
    }
}
