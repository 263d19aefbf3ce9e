package dev.personalize.ingest;

import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Schemas and rows of the tests of this package. */
final class Rows implements Consumer<@Nullable Object[]> {
    private final List<@Nullable Object[]> arrays = new ArrayList<>();

    @Override
    public void accept(@Nullable Object[] row) {
        arrays.add(row);
    }

    /** {@return the rows received, as lists, which can be compared} */
    List<List<@Nullable Object>> lists() {
        return arrays.stream().map(Rows::list).toList();
    }

    static List<@Nullable Object> list(@Nullable Object... row) {
        return Arrays.asList(row);
    }

    static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /** {@return a schema of fields written {@code NAME:type}, with {@code ?} for nullable and {@code #attribute}} */
    static Schema schema(String dataset, String... fields) {
        return Schema.parse("{\"type\":\"record\",\"name\":\"" + dataset + "\",\"fields\":["
                + Arrays.stream(fields).map(Rows::fieldJson).collect(Collectors.joining(",")) + "]}");
    }

    private static String fieldJson(String field) {
        String[] parts = field.split("[:#]", -1);
        String type =
                parts[1].endsWith("?") ? "[\"null\",\"" + parts[1].replace("?", "") + "\"]" : "\"" + parts[1] + "\"";
        String attribute = parts.length > 2 ? ",\"" + parts[2] + "\":true" : "";
        return "{\"name\":\"" + parts[0] + "\",\"type\":" + type + attribute + "}";
    }

    static Schema interactions() {
        return schema("Interactions", "USER_ID:string", "ITEM_ID:string", "TIMESTAMP:long", "EVENT_VALUE:float?");
    }

    static Schema everyType() {
        return schema(
                "Items",
                "ITEM_ID:string",
                "S:string?#categorical",
                "I:int?",
                "L:long?",
                "F:float?",
                "D:double?",
                "B:boolean?",
                "N:int");
    }

    /** Imports a source, and takes what is read back. */
    ImportReport imported(Path source, Schema schema, ImportOptions options) {
        CsvImport csv = new CsvImport(schema, options, ProgressListener.NONE, new Cancellation());
        ByteArrayOutputStream avro = new ByteArrayOutputStream();
        ImportReport report;
        try (RowFile.Writer writer = RowFile.writer(avro, schema)) {
            report = csv.run(source, writer, Runnable::run);
        }
        RowFile.read(new ByteArrayInputStream(avro.toByteArray()), schema, "memory", this);
        return report;
    }
}
