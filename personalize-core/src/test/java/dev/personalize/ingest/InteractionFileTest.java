package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InteractionFileTest {
    private static final Schema SCHEMA = Rows.schema(
            "Interactions",
            "USER_ID:string",
            "PLACE:string?#categorical",
            "EVENT_TYPE:string",
            "TIMESTAMP:long",
            "N:int?",
            "L:long?",
            "F:float?",
            "D:double?",
            "EVENT_VALUE:float?",
            "ITEM_ID:string");
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());

    private static byte[] file(Schema schema, List<@Nullable Object[]> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowFile.Writer writer = RowFile.writer(out, schema)) {
            rows.forEach(writer::append);
        }
        return out.toByteArray();
    }

    private static Snapshot read(byte[] file, Schema schema, Parallel parallel) {
        Snapshot.Builder builder = Snapshot.builder().contexts(schema.contexts());
        InteractionFile.read(new ByteArrayInputStream(file), schema, "shop/1.avro", builder, parallel);
        return builder.build(parallel);
    }

    /** The naive twin: every row as an array of objects, added by its strings. */
    private static Snapshot readByRows(byte[] file, Schema schema) {
        Snapshot.Builder builder = Snapshot.builder().contexts(schema.contexts());
        OtherColumns others = new OtherColumns(schema);
        RowFile.read(new ByteArrayInputStream(file), schema, "shop/1.avro", row -> {
            boolean typed = schema.has("EVENT_TYPE");
            Object value = row[schema.position("EVENT_VALUE")];
            builder.interaction(
                    (String) row[schema.position("USER_ID")],
                    (String) row[schema.position("ITEM_ID")],
                    typed ? (String) row[schema.position("EVENT_TYPE")] : null,
                    value == null ? Float.NaN : (Float) value,
                    (Long) row[schema.position("TIMESTAMP")],
                    others.hash(row),
                    schema.contexts().stream()
                            .map(name -> (String) row[schema.position(name)])
                            .toArray(String[]::new));
        });
        return builder.build();
    }

    private static List<@Nullable Object[]> rows(Random random, int size) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(Rows.row(
                    "u" + random.nextInt(500),
                    random.nextBoolean() ? null : "plaçe" + random.nextInt(2),
                    "t" + random.nextInt(3),
                    1_600_000_000L + random.nextInt(4),
                    random.nextBoolean() ? null : (Integer) random.nextInt(2),
                    random.nextBoolean() ? null : (Long) (long) random.nextInt(2),
                    random.nextBoolean() ? null : (Float) (float) random.nextInt(2),
                    random.nextBoolean() ? null : (Double) (double) random.nextInt(2),
                    random.nextBoolean() ? null : (Float) (float) random.nextInt(3),
                    "an item with a long id " + random.nextInt(random.nextInt(50) + 1)));
        }
        return rows;
    }

    @Property(tries = 100, seed = "41")
    void agrees_with_reading_row_by_row(@ForAll Random random, @ForAll @IntRange(max = 3_000) int size) {
        byte[] file = file(SCHEMA, rows(random, size));

        Snapshot read = read(file, SCHEMA, Parallel.ofProcessors());

        assertThat(read.fingerprint()).isEqualTo(readByRows(file, SCHEMA).fingerprint());
        assertThat(read.interactions().size())
                .isEqualTo(readByRows(file, SCHEMA).interactions().size());
    }

    @Test
    void many_blocks_give_the_same_with_helpers_without_and_with_an_executor_that_refuses() {
        byte[] file = file(SCHEMA, rows(new Random(42), 100_000));
        Parallel refused = new Parallel(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                4,
                new Cancellation());

        String expected = readByRows(file, SCHEMA).fingerprint();

        assertThat(read(file, SCHEMA, Parallel.ofProcessors()).fingerprint()).isEqualTo(expected);
        assertThat(read(file, SCHEMA, ALONE).fingerprint()).isEqualTo(expected);
        assertThat(read(file, SCHEMA, refused).fingerprint()).isEqualTo(expected);
    }

    @Test
    void files_and_single_events_add_up_in_order_and_small_files_too() {
        Schema schema = Rows.interactions();
        Snapshot.Builder builder = Snapshot.builder();
        for (int i = 0; i < 20; i++) {
            byte[] file = file(schema, List.<@Nullable Object[]>of(Rows.row("u", "i" + i, 5L, (Float) (float) i)));
            InteractionFile.read(new ByteArrayInputStream(file), schema, "x", builder, ALONE);
            builder.interaction("u", "j" + i, null, Float.NaN, 5);
        }
        Snapshot data = builder.build();

        assertThat(data.interactions().size()).isEqualTo(40);
        for (int p = 0; p < 40; p++) {
            assertThat(data.items().id(data.interactions().item(p))).isEqualTo((p % 2 == 0 ? "i" : "j") + p / 2);
        }
    }

    @Test
    void a_column_only_the_file_or_only_the_schema_has_does_not_matter() {
        Schema narrow = Rows.interactions();
        byte[] file = file(SCHEMA, rows(new Random(43), 2_000));
        byte[] narrowFile =
                file(narrow, List.<@Nullable Object[]>of(Rows.row("u", "i", 5L, 1f), Rows.row("u", "i", 5L, null)));
        Schema wide = Rows.schema(
                "Interactions",
                "PLACE:string?",
                "USER_ID:string",
                "ITEM_ID:string",
                "TIMESTAMP:long",
                "EVENT_VALUE:float?");

        assertThat(read(file, narrow, ALONE).fingerprint())
                .isEqualTo(readByRows(file, narrow).fingerprint());
        assertThat(read(narrowFile, wide, ALONE).interactions().size()).isEqualTo(2);
        assertThat(new OtherColumns(wide).hash(Rows.row(null, "u", "i", 5L, 1f)))
                .isZero();
    }

    @Test
    void a_row_read_from_a_file_without_the_column_equals_one_in_which_it_is_null() {
        Schema narrow = Rows.schema("Interactions", "USER_ID:string", "ITEM_ID:string", "TIMESTAMP:long", "A:string?");
        Schema wide = Rows.schema(
                "Interactions",
                "B:int?",
                "USER_ID:string",
                "ITEM_ID:string",
                "TIMESTAMP:long",
                "A:string?",
                "C:string?");
        Snapshot.Builder builder = Snapshot.builder();
        byte[] first = file(narrow, List.<@Nullable Object[]>of(Rows.row("u", "i", 5L, "x")));
        byte[] second = file(
                wide,
                List.<@Nullable Object[]>of(
                        Rows.row(null, "u", "i", 5L, "x", null), Rows.row(null, "u", "i", 5L, null, "x")));

        InteractionFile.read(new ByteArrayInputStream(first), wide, "x", builder, ALONE);
        InteractionFile.read(new ByteArrayInputStream(second), wide, "x", builder, ALONE);

        assertThat(builder.build().interactions().size()).isEqualTo(2);
    }

    @Test
    void a_row_without_a_user_is_damage() throws IOException {
        org.apache.avro.Schema avro = org.apache.avro.SchemaBuilder.record("Interactions")
                .fields()
                .optionalString("USER_ID")
                .requiredString("ITEM_ID")
                .requiredLong("TIMESTAMP")
                .endRecord();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(avro))) {
            writer.create(avro, out);
            writer.append(new GenericRecordBuilder(avro)
                    .set("ITEM_ID", "i")
                    .set("TIMESTAMP", 7L)
                    .build());
        }

        assertThatThrownBy(() -> read(out.toByteArray(), Rows.interactions(), ALONE))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("'shop/1.avro'")
                .hasMessageContaining("USER_ID");
    }

    @Test
    void a_file_cut_off_in_the_middle_is_corrupt() {
        byte[] whole = file(SCHEMA, rows(new Random(44), 5_000));

        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(whole, whole.length - 1), SCHEMA, ALONE))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("it ends in the middle");
    }

    @Property(tries = 1_000, seed = "45")
    void a_damaged_byte_is_found_or_does_no_harm_beyond_its_rows(@ForAll Random random) {
        byte[] bytes = file(SCHEMA, rows(new Random(46), 3));
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

        try {
            assertThat(read(bytes, SCHEMA, ALONE).interactions().size()).isLessThanOrEqualTo(3);
        } catch (CorruptArtifactException e) {
            assertThat(e).hasMessageContaining("'shop/1.avro'");
        }
    }

    @Test
    void a_block_that_decompresses_without_end_is_refused() throws IOException {
        ByteArrayOutputStream zeros = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(zeros, new Deflater(9, true))) {
            for (int i = 0; i < 100; i++) {
                deflated.write(new byte[1 << 20]);
            }
        }
        byte[] header = file(SCHEMA, List.of());
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bomb, null);
        encoder.writeLong(1);
        encoder.writeLong(zeros.size());
        zeros.writeTo(bomb);
        bomb.write(header, header.length - 16, 16); // the sync marker

        assertThatThrownBy(() -> read(bomb.toByteArray(), SCHEMA, ALONE))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("decompresses to more than");
    }

    @Test
    void a_failing_medium_is_not_called_damage() {
        PipedInputStream failing = new PipedInputStream(); // no other end

        assertThatThrownBy(() -> InteractionFile.read(failing, SCHEMA, "x", Snapshot.builder(), ALONE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not connected");
    }
}
