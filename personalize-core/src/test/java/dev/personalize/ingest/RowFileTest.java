package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowFileTest {
    private static final Schema SCHEMA = Rows.everyType();

    private static byte[] bytes(Schema schema, List<@Nullable Object[]> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowFile.Writer writer = RowFile.writer(out, schema)) {
            rows.forEach(writer::append);
        }
        return out.toByteArray();
    }

    private static List<List<@Nullable Object>> rows(byte[] bytes, Schema schema) {
        Rows rows = new Rows();
        RowFile.read(new ByteArrayInputStream(bytes), schema, "shop/1.avro", rows);
        return rows.lists();
    }

    private static void assertCorrupt(byte[] bytes, Schema schema, String part) {
        assertThatThrownBy(() -> rows(bytes, schema))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("'shop/1.avro'")
                .hasMessageContaining(part);
    }

    /** Blocks that are taken as they are, cut by the import where the file cuts, and blocks that are not. */
    @Property(tries = 30, seed = "1")
    void blocks_of_encoded_rows_give_the_bytes_of_their_rows(
            @ForAll @Size(max = 8) List<@IntRange(max = 3) Integer> kinds, @ForAll Random random) {
        List<@Nullable Object[]> kept = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowFile.Writer writer = RowFile.writer(out, Rows.interactions())) {
            RowEncoder encoder = new RowEncoder(Rows.interactions());
            for (int kind : kinds) {
                RowBlock block = new RowBlock();
                List<@Nullable Object[]> of = new ArrayList<>();
                int limit = kind == 3 ? 200_000 : kind == 2 ? 1000 : 1 << 16;
                while (block.size() < limit) {
                    of.add(new Object[] {
                        "u" + random.nextInt(1000), "i" + random.nextInt(100), (long) random.nextInt(), null
                    });
                    encoder.encode(of.get(of.size() - 1), block);
                }
                if (kind == 1) {
                    block.drop(random.nextInt(of.size()));
                }
                int keptBefore = kept.size();
                for (int row = 0; row < of.size(); row++) {
                    if (!block.isDropped(row)) {
                        kept.add(of.get(row));
                    }
                }

                assertThat(writer.append(block)).isEqualTo(kept.size() - keptBefore);
            }
            assertThat(writer.append(new RowBlock())).isZero();
        }

        assertThat(out.toByteArray()).isEqualTo(bytes(Rows.interactions(), kept));
    }

    @Property(tries = 200, seed = "1")
    void rows_come_back_as_they_were_written(@ForAll("someRows") List<@Nullable Object[]> rows) {
        assertThat(rows(bytes(SCHEMA, rows), SCHEMA))
                .isEqualTo(rows.stream().map(Rows::list).toList());
    }

    @Property(tries = 100, seed = "1")
    void avro_itself_reads_our_files(@ForAll("someRows") List<@Nullable Object[]> rows) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes(SCHEMA, rows));
        try (DataFileStream<GenericRecord> file = new DataFileStream<>(in, new GenericDatumReader<>())) {
            assertThat(file.getSchema().getFullName()).isEqualTo("com.amazonaws.personalize.schema.Items");
            assertThat(file.getSchema().getField("S").getObjectProp("categorical"))
                    .isEqualTo(true);
            for (@Nullable Object[] row : rows) {
                GenericRecord record = file.next();
                for (int i = 0; i < row.length; i++) {
                    Object value = record.get(SCHEMA.fields().get(i).name());
                    assertThat(value instanceof CharSequence text ? text.toString() : value)
                            .isEqualTo(row[i]);
                }
            }
            assertThat(file.hasNext()).isFalse();
        }
    }

    @Provide
    Arbitrary<List<@Nullable Object[]>> someRows() {
        Arbitrary<String> text = Arbitraries.strings()
                .ofMaxLength(80)
                .filter(s -> s.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Arbitrary<@Nullable Object[]> row = Combinators.combine(
                        text,
                        text.injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        Arbitraries.longs().injectNull(0.2),
                        Arbitraries.floats().injectNull(0.2),
                        Arbitraries.doubles().injectNull(0.2),
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.integers())
                .as(Rows::row);
        return row.list().ofMaxSize(50);
    }

    @Test
    void many_rows_fill_many_blocks_and_repeated_strings_are_shared() {
        Schema schema = Rows.interactions();
        List<@Nullable Object[]> rows = new java.util.ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(Rows.row("user-" + i % 300, "item-" + i, (long) i, i % 3 == 0 ? null : (Float) (float) i));
        }

        List<List<@Nullable Object>> read = rows(bytes(schema, rows), schema);

        assertThat(read).isEqualTo(rows.stream().map(Rows::list).toList());
        assertThat(read.get(40_000).get(0)).isSameAs(read.get(40_300).get(0));
    }

    @Test
    void the_same_rows_give_the_same_bytes() {
        List<@Nullable Object[]> rows = List.of(Rows.row("u", "i", 1L, 2f), Rows.row("u", "j", 2L, null));

        assertThat(bytes(Rows.interactions(), rows)).isEqualTo(bytes(Rows.interactions(), rows));
    }

    @Test
    void files_of_avros_own_writer_are_read_with_fields_in_any_order() throws IOException {
        org.apache.avro.Schema avro = org.apache.avro.SchemaBuilder.record("Interactions")
                .fields()
                .requiredLong("TIMESTAMP")
                .optionalString("EXTRA")
                .requiredString("ITEM_ID")
                .requiredString("USER_ID")
                .endRecord();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(avro))) {
            writer.setCodec(CodecFactory.deflateCodec(9)).create(avro, out);
            writer.append(new GenericRecordBuilder(avro)
                    .set("TIMESTAMP", 7L)
                    .set("EXTRA", "x")
                    .set("ITEM_ID", "i")
                    .set("USER_ID", "u")
                    .build());
        }

        assertThat(rows(out.toByteArray(), Rows.interactions())).containsExactly(Rows.list("u", "i", 7L, null));
    }

    @Test
    void a_row_that_does_not_fit_is_refused_and_leaves_the_file_as_it_was() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowFile.Writer writer = RowFile.writer(out, Rows.interactions())) {
            writer.append(Rows.row("u", "i", 1L, 2f));
            assertThatThrownBy(() -> writer.append(Rows.row("u", "i", 1, 2f)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TIMESTAMP");
            assertThatThrownBy(() -> writer.append(Rows.row("u", null, 1L, 2f)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ITEM_ID");
            assertThatThrownBy(() -> writer.append(Rows.row("u", "i", 1L)))
                    .isInstanceOf(IllegalArgumentException.class);
            writer.append(Rows.row("v", "i", 1L, null));
        }

        assertThat(rows(out.toByteArray(), Rows.interactions()))
                .containsExactly(Rows.list("u", "i", 1L, 2f), Rows.list("v", "i", 1L, null));
    }

    @Test
    void a_file_cut_off_anywhere_but_between_blocks_is_corrupt() {
        byte[] empty = bytes(Rows.interactions(), List.of());
        byte[] whole = bytes(Rows.interactions(), List.<@Nullable Object[]>of(Rows.row("user", "item", 1L, 2f)));
        for (int length = 0; length < whole.length; length++) {
            if (length != empty.length) {
                assertCorrupt(Arrays.copyOf(whole, length), Rows.interactions(), "");
            }
        }
    }

    @Property(tries = 500, seed = "1")
    void a_damaged_byte_is_found_or_does_no_harm_beyond_its_rows(@ForAll int seed) {
        byte[] bytes = bytes(
                SCHEMA,
                List.<@Nullable Object[]>of(
                        Rows.row("item-1", "a|b", 1, 2L, 3f, 4d, true, 5),
                        Rows.row("item-2", null, null, null, null, null, null, 6)));
        java.util.Random random = new java.util.Random(seed);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

        try {
            assertThat(rows(bytes, SCHEMA)).hasSizeLessThanOrEqualTo(2);
        } catch (CorruptArtifactException e) {
            assertThat(e).hasMessageContaining("'shop/1.avro'");
        }
    }

    @Test
    void a_file_of_another_schema_is_refused_by_field() {
        byte[] users =
                bytes(Rows.schema("Users", "USER_ID:string", "AGE:int"), List.<@Nullable Object[]>of(Rows.row("u", 1)));

        assertCorrupt(users, Rows.schema("Users", "USER_ID:string", "AGE:float"), "'AGE'");
        assertCorrupt(users, Rows.schema("Users", "USER_ID:string", "INCOME:int"), "'INCOME'");
        assertThat(rows(users, Rows.schema("Users", "USER_ID:string", "AGE:int", "X:string?")))
                .containsExactly(Rows.list("u", 1, null));
    }

    @Test
    void a_failing_medium_is_not_called_damage() {
        PipedInputStream failing = new PipedInputStream(); // no other end

        assertThatThrownBy(() -> RowFile.read(failing, SCHEMA, "x", row -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not connected");
    }
}
