package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Rows written as CSV text, imported, kept as Avro and read back are the rows again. */
class CsvRoundTripTest {
    private static final Schema SCHEMA = Rows.schema(
            "Interactions",
            "USER_ID:string",
            "ITEM_ID:string",
            "TIMESTAMP:long",
            "EVENT_VALUE:float?",
            "NOTE:string?",
            "D:double?",
            "B:boolean?");

    @Property(tries = 200, seed = "7")
    void rows_survive(@ForAll("someRows") List<List<@Nullable Object>> rows, @ForAll boolean backslashes)
            throws IOException {
        Path csv = Files.createTempFile("rows", ".csv");
        Rows read = new Rows();
        try {
            Files.writeString(csv, csv(rows, backslashes));
            ByteArrayOutputStream avro = new ByteArrayOutputStream();
            try (RowFile.Writer writer = RowFile.writer(avro, SCHEMA)) {
                new CsvImport(SCHEMA, ImportOptions.defaults(), ProgressListener.NONE, new Cancellation())
                        .run(csv, writer, Runnable::run);
            }
            RowFile.read(new ByteArrayInputStream(avro.toByteArray()), SCHEMA, "memory", read);
        } finally {
            Files.delete(csv);
        }

        Set<List<@Nullable Object>> distinct = new LinkedHashSet<>(rows);
        assertThat(read.lists()).containsExactlyElementsOf(distinct);
    }

    private static String csv(List<List<@Nullable Object>> rows, boolean backslashes) {
        return "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE,NOTE,D,B\n"
                + rows.stream()
                        .map(row -> row.stream()
                                        .map(value -> cell(value, backslashes))
                                        .collect(Collectors.joining(","))
                                + "\n")
                        .collect(Collectors.joining());
    }

    private static String cell(@Nullable Object value, boolean backslashes) {
        if (value == null) {
            return "";
        }
        String text = value.toString().replace("\\", "\\\\");
        return "\"" + text.replace("\"", backslashes ? "\\\"" : "\"\"") + "\"";
    }

    @Provide
    Arbitrary<List<List<@Nullable Object>>> someRows() {
        Arbitrary<String> id =
                Arbitraries.strings().withChars("aÜ0\\\",| n").ofMinLength(1).ofMaxLength(4);
        Arbitrary<List<@Nullable Object>> row = Combinators.combine(
                        id,
                        id,
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.floats().injectNull(0.3),
                        id.injectNull(0.3),
                        Arbitraries.doubles().injectNull(0.3),
                        Arbitraries.of(true, false).injectNull(0.3))
                .as(Rows::list);
        return row.list().ofMaxSize(20).map(list -> {
            List<List<@Nullable Object>> repeated = new java.util.ArrayList<>(list);
            repeated.addAll(list.subList(0, list.size() / 3));
            return repeated;
        });
    }
}
