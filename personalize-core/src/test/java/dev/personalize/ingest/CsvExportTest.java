package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows as CSV, and that the import reads them back unchanged. */
class CsvExportTest {
    private static final Schema SCHEMA = Rows.schema(
            "Items",
            "ITEM_ID:string",
            "S:string?#categorical",
            "T:string?#textual",
            "I:int?",
            "L:long?",
            "F:float?",
            "D:double?",
            "B:boolean?",
            "CREATION_TIMESTAMP:long?");

    private static String csv(Schema schema, List<List<@Nullable Object>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport export = new CsvExport(out, schema)) {
            rows.forEach(row -> export.append(row.toArray()));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_first_line_names_the_fields_and_every_row_is_a_line() {
        assertThat(csv(
                        Rows.everyType(),
                        List.of(
                                Rows.list("i", "a|b", -1, 2L, 0.1f, -1e300, true, 0),
                                Rows.list("j", null, null, null, null, null, null, 0))))
                .isEqualTo("ITEM_ID,S,I,L,F,D,B,N\ni,a|b,-1,2,0.1,-1.0E300,true,0\nj,,,,,,,0\n");
    }

    @Test
    void quotes_and_backslashes_are_escaped_as_the_service_reads_them() {
        assertThat(csv(
                        Rows.schema("Users", "USER_ID:string", "NOTE:string?#categorical"),
                        List.of(Rows.list("say \"hi\"", "a,b"), Rows.list("C:\\new", " x"), Rows.list("plain", ""))))
                .isEqualTo("USER_ID,NOTE\n\"say \\\"hi\\\"\",\"a,b\"\n\"C:\\\\new\",\" x\"\nplain,\n");
    }

    @Test
    void a_row_that_no_file_can_hold_is_refused_and_leaves_no_trace() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Schema schema = Rows.schema("Users", "USER_ID:string", "F:float?", "D:double?");
        try (CsvExport export = new CsvExport(out, schema)) {
            for (List<@Nullable Object> bad : List.of(
                    Rows.list("a\nb", null, null),
                    Rows.list("a\rb", null, null),
                    Rows.list("a", Float.NaN, null),
                    Rows.list("a", null, Double.NEGATIVE_INFINITY))) {
                assertThatThrownBy(() -> export.append(bad.toArray()))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("no CSV file can hold");
            }
            assertThatThrownBy(() -> export.append(Rows.row("a", 1.0, null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'F'");
            assertThatThrownBy(() -> export.append(Rows.row("a"))).isInstanceOf(IllegalArgumentException.class);
            export.append(Rows.row("ok", null, null));
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("USER_ID,F,D\nok,,\n");
    }

    @Test
    void a_stream_that_fails_says_so() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        CsvExport export = new CsvExport(full, Rows.interactions());

        assertThatThrownBy(export::close)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no space left");
        export.close();
    }

    @Property(tries = 300, seed = "5")
    void what_is_exported_is_imported_unchanged(@ForAll("someRows") List<List<@Nullable Object>> rows)
            throws IOException {
        Path csv = Files.createTempFile("rows", ".csv");
        Rows read = new Rows();
        try {
            Files.writeString(csv, csv(SCHEMA, rows));
            read.imported(csv, SCHEMA, ImportOptions.defaults());
        } finally {
            Files.delete(csv);
        }

        Map<Object, List<@Nullable Object>> lastOfEachId = new LinkedHashMap<>();
        rows.forEach(row -> lastOfEachId.put(row.get(0), row));
        assertThat(read.lists()).containsExactlyElementsOf(lastOfEachId.values());
    }

    @Provide
    Arbitrary<List<List<@Nullable Object>>> someRows() {
        Arbitrary<String> hostile = Arbitraries.oneOf(
                        Arbitraries.strings().withChars("aÜ0\\\",| n\t\u0000#'\uFEFF\u2028\u0085\u00A0"),
                        Arbitraries.strings()
                                .all()
                                .map(text -> text.replaceAll("[\r\n]", " ").replaceAll("[\\ud800-\\udfff]", "?")))
                .map(text -> text.substring(0, Math.min(text.length(), 12)));
        Arbitrary<String> id = hostile.filter(text -> !text.isEmpty());
        return Combinators.combine(
                        id,
                        id.injectNull(0.2),
                        id.map(CsvExportTest::textual).injectNull(0.2),
                        Arbitraries.integers().injectNull(0.2),
                        Arbitraries.longs().injectNull(0.2),
                        Arbitraries.integers()
                                .map(Float::intBitsToFloat)
                                .filter(Float::isFinite)
                                .injectNull(0.2),
                        Arbitraries.longs()
                                .map(Double::longBitsToDouble)
                                .filter(Double::isFinite)
                                .injectNull(0.2),
                        Combinators.combine(
                                        Arbitraries.of(true, false).injectNull(0.2),
                                        Arbitraries.longs()
                                                .between(-60_000_000_000L, 250_000_000_000L)
                                                .injectNull(0.2))
                                .as(Rows::list))
                .as((i, s, t, n, l, f, d, last) -> Rows.list(i, s, t, n, l, f, d, last.get(0), last.get(1)))
                .list()
                .ofMaxSize(15);
    }

    /** What a textual column stores of a text. */
    private static @Nullable Object textual(String text) {
        String plain = Markup.strip(text);
        return plain.isEmpty() ? null : plain;
    }
}
