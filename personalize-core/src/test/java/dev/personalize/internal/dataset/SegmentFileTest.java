package dev.personalize.internal.dataset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.ingest.CsvExport;
import dev.personalize.ingest.RowFile;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A segment is believed at its end; until then its damage may show itself in whoever takes its rows. */
class SegmentFileTest {
    private static final Schema SCHEMA = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}]}""");

    private final HeapStorage storage = new HeapStorage();
    private final SegmentManifest segment =
            SegmentFile.write(storage, "rows", "1.avro", SCHEMA, SegmentManifest.Origin.BULK, 0, "job", writer -> {
                writer.append(new Object[] {"u", "i", 1L});
                return 1;
            });

    @Test
    void any_flipped_bit_is_damage_even_if_whoever_takes_the_rows_fails_first() throws IOException {
        byte[] whole;
        try (InputStream in = storage.read("rows/1.avro")) {
            whole = in.readAllBytes();
        }
        for (int bit = 0; bit < Byte.SIZE * whole.length; bit++) {
            byte[] changed = whole.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            storage.delete("rows/1.avro");
            storage.write("rows/1.avro", out -> out.write(changed));

            assertThatThrownBy(this::exportAll).as("bit " + bit).isInstanceOf(CorruptArtifactException.class);
        }
    }

    /** As exports do: read in the form of streamed rows, where an item may be missing, and written where it may not. */
    private void exportAll() {
        int width = SCHEMA.fields().size();
        CsvExport csv = new CsvExport(OutputStream.nullOutputStream(), SCHEMA);
        SegmentFile.read(
                storage,
                "rows",
                segment,
                (in, path) -> RowFile.read(in, SCHEMA.streamed(), path, row -> csv.append(Arrays.copyOf(row, width))));
    }

    @Test
    void a_failure_over_a_whole_file_stays_what_it_is() {
        IllegalStateException failure = new IllegalStateException("no room for rows");

        assertThatThrownBy(() -> SegmentFile.read(storage, "rows", segment, (in, path) -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void a_failure_to_read_or_write_stays_what_it_is() {
        UncheckedIOException failure = new UncheckedIOException(new IOException("disk full"));

        assertThatThrownBy(() -> SegmentFile.read(storage, "rows", segment, (in, path) -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
