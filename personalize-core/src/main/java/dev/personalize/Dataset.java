package dev.personalize;

import dev.personalize.ingest.CsvImport;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.ingest.RowFile;
import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Interactions, items or users of a dataset group. Made by {@link DatasetGroup}; safe for any number of threads. */
public final class Dataset {
    private final String group;
    private final DatasetType type;
    private final Schema schema;
    private final GroupData data;
    private final Engine engine;
    private volatile DatasetManifest manifest;

    Dataset(String group, DatasetType type, DatasetManifest manifest, GroupData data, Engine engine) {
        this.group = group;
        this.type = type;
        this.manifest = manifest;
        this.data = data;
        this.engine = engine;
        try (InputStream in = engine.storage().read(schemaPath(group, type))) {
            this.schema = Schema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DatasetManifest create(String group, Schema schema, Engine engine) {
        engine.storage()
                .write(
                        schemaPath(group, schema.type()),
                        out -> out.write(schema.toJson().getBytes(StandardCharsets.UTF_8)));
        String now = engine.now();
        DatasetManifest manifest = new DatasetManifest(schema.type().name(), List.of(), 0, now, now);
        engine.catalog().write(manifestPath(group, schema.type()), manifest);
        return manifest;
    }

    static String manifestPath(String group, DatasetType type) {
        return folder(group, type) + "/dataset.json";
    }

    private static String schemaPath(String group, DatasetType type) {
        return group + "/schemas/" + type.label() + ".avsc";
    }

    private static String folder(String group, DatasetType type) {
        return group + "/datasets/" + type.label();
    }

    /** {@return interactions, items or users} */
    public DatasetType type() {
        return type;
    }

    /** {@return what its rows look like} */
    public Schema schema() {
        return schema;
    }

    /** {@return number of rows of the bulk data} */
    public long rows() {
        return manifest.rows();
    }

    /** As {@link #importCsv(Path, ImportOptions, ProgressListener, Cancellation)} with the defaults. */
    public ImportReport importCsv(Path source) {
        return importCsv(source, ImportOptions.defaults(), ProgressListener.NONE, new Cancellation());
    }

    /**
     * Replaces all bulk data of the dataset; streamed events stay. All or nothing: until this returns, and after it throws,
     * the dataset is what it was. Training and requests go on meanwhile.
     *
     * @param source a {@code .csv} or {@code .csv.gz} file, or a folder of them, on any file system
     * @throws dev.personalize.error.InvalidInputException if a file breaks a rule; names file, line, column and value
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public synchronized ImportReport importCsv(
            Path source, ImportOptions options, ProgressListener progress, Cancellation cancellation) {
        CsvImport csv = new CsvImport(schema, options, progress, cancellation);
        List<String> old = manifest.segments();
        String segment = String.format("%06d.avro", nextNumber(old));
        List<ImportReport> report = new ArrayList<>(1);
        engine.storage().write(path(segment), out -> {
            try (RowFile.Writer rows = RowFile.writer(out, schema)) {
                report.add(csv.run(source, rows, engine.helper()));
            }
        });
        data.changeSegments(() -> {
            DatasetManifest replaced = new DatasetManifest(
                    type.name(), List.of(segment), report.get(0).storedRows(), manifest.created(), engine.now());
            engine.catalog().write(manifestPath(group, type), replaced);
            manifest = replaced;
            old.forEach(file -> engine.storage().delete(path(file)));
        });
        data.imported(type);
        return report.get(0);
    }

    private static int nextNumber(List<String> segments) {
        return segments.stream()
                        .mapToInt(file -> Integer.parseInt(file.substring(0, file.indexOf('.'))))
                        .max()
                        .orElse(0)
                + 1;
    }

    /** Reads the bulk data, oldest import first. */
    void read(Consumer<@Nullable Object[]> rows) {
        for (String segment : manifest.segments()) {
            try (InputStream in = engine.storage().read(path(segment))) {
                RowFile.read(in, schema, path(segment), rows);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String path(String segment) {
        return folder(group, type) + "/" + segment;
    }
}
