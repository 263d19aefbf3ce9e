package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.error.PersonalizeException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 10,000 inputs that were valid before bytes of them changed: each is taken or refused with the library's own exception. */
@Timeout(120) // against hanging; the tests take a few seconds
class MutatedInputTest {
    private static final Schema SCHEMA = Rows.schema(
            "Items",
            "ITEM_ID:string",
            "GENRES:string?#categorical",
            "TEXT:string?#textual",
            "STOCK:int?",
            "PRICE:float?",
            "D:double?",
            "OLD:boolean?",
            "CREATION_TIMESTAMP:long?");
    private static final String CSV = """
            ITEM_ID,GENRES,TEXT,STOCK,PRICE,D,OLD,CREATION_TIMESTAMP
            i1,a|b,"<b>Big</b>, \\"red\\" &amp; round",5,4.5,1e-3,true,1700000000
            "i,2","C:\\\\new","ü ""quoted"" x",-1,0.1,-0.0,false,0
            i3,,,,,,,
            """;

    /** Runs each input, and {@return how many were taken}. */
    private static int taken(int inputs, BooleanSupplier isTaken) {
        int taken = 0;
        for (int i = 0; i < inputs; i++) {
            taken += isTaken.getAsBoolean() ? 1 : 0;
        }
        return taken;
    }

    private static boolean isTaken(String input, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (PersonalizeException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(20_000);
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail("input: " + input, e);
        }
    }

    private static List<List<@Nullable Object>> imported(Path path) {
        Rows rows = new Rows();
        ImportOptions options = ImportOptions.builder().rejectedRowsAllowed(2).build();
        rows.imported(path, SCHEMA, options);
        return rows.lists();
    }

    private static void write(Path path, byte[] bytes) {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] exported(List<List<@Nullable Object>> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvExport export = new CsvExport(bytes, SCHEMA)) {
            rows.forEach(row -> export.append(row.toArray()));
        }
        return bytes.toByteArray();
    }

    @Test
    void csv_is_imported_or_refused_and_what_is_imported_can_be_exported_and_imported_again() throws IOException {
        Mutations mutations = new Mutations(1);
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path csv = memory.getPath("mutated.csv");
            Path again = memory.getPath("again.csv");
            int taken = taken(4000, () -> {
                byte[] bytes = mutations.of(CSV.getBytes(StandardCharsets.UTF_8));
                write(csv, bytes);
                return isTaken(new String(bytes, StandardCharsets.UTF_8), () -> {
                    List<List<@Nullable Object>> rows = imported(csv);
                    write(again, exported(rows));
                    assertThat(imported(again)).isEqualTo(rows);
                });
            });

            assertThat(taken).isBetween(400, 3600);
        }
    }

    @Test
    void gzip_is_imported_or_refused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        Mutations mutations = new Mutations(2);
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path csv = memory.getPath("mutated.csv.gz");
            taken(1000, () -> {
                byte[] bytes = mutations.of(packed.toByteArray());
                write(csv, bytes);
                return isTaken(java.util.HexFormat.of().formatHex(bytes), () -> imported(csv));
            });
        }
    }

    @Test
    void schemas_are_taken_or_refused() {
        Mutations mutations = new Mutations(3);
        String[] valid = {
            SCHEMA.toJson(),
            Rows.interactions().toJson(),
            Schema.derive(DatasetType.ACTIONS, List.of("ACTION_ID", "VALUE", "LEVEL"))
                    .toJson()
        };
        int[] next = {0};
        int taken = taken(2500, () -> {
            String json = mutations.of(valid[next[0]++ % valid.length]);
            return isTaken(json, () -> {
                Schema schema = Schema.parse(json);
                assertThat(Schema.parse(schema.toJson()).fields()).isEqualTo(schema.fields());
                new org.apache.avro.Schema.Parser().parse(schema.streamed().toJson());
            });
        });

        assertThat(taken).isBetween(50, 2450);
    }

    @Test
    void properties_are_taken_or_refused() {
        Mutations mutations = new Mutations(4);
        RowProperties properties = new RowProperties(SCHEMA);
        String json = "{\"genres\":\"a|b\",\"text\":\"<b>two</b>\\nlines\",\"stock\":5,\"PRICE\":4.5,\"d\":1e-3,"
                + "\"old\":true,\"creationTimestamp\":1700000000}";
        int taken = taken(2500, () -> {
            String mutated = mutations.of(json);
            return isTaken(mutated, () -> {
                Map<String, @Nullable Object> parsed = RowProperties.parse(mutated, 32_000, "item 1");
                assertThat(exported(List.of(Rows.list(properties.keyedRow("i", parsed, "item 1")))))
                        .isNotEmpty();
            });
        });

        assertThat(taken).isBetween(50, 2450);
    }
}
