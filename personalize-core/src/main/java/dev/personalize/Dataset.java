package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.CsvExport;
import dev.personalize.ingest.CsvImport;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.ingest.RowProperties;
import dev.personalize.insight.LeftOut;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one kind in a dataset group: what imports brought, and what was put one by one. Made by {@link DatasetGroup}; safe
 * for any number of threads.
 */
public final class Dataset {
    private static final String MODE = "mode";
    private static final String DUPLICATE_ROWS = "duplicateRows";
    private static final String REJECTED_ROWS = "rejectedRows";

    private final Group group;
    private final DatasetType type;
    private final Jobs imports;
    private final Jobs exports;

    Dataset(Group group, DatasetType type, Jobs imports, Jobs exports) {
        this.group = group;
        this.type = type;
        this.imports = imports;
        this.exports = exports;
    }

    /** {@return what its rows are} */
    public DatasetType type() {
        return type;
    }

    /** {@return what its rows look like} */
    public Schema schema() {
        return group.data().schema(type);
    }

    /** {@return name of the schema in the home's registry} */
    public String schemaName() {
        return group.data().manifest(type).schema();
    }

    /** {@return number of rows that imports brought} */
    public long rows() {
        return group.data().manifest(type).bulkRows();
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(group.data().manifest(type).created());
    }

    /** {@return when its imported rows, its schema or its files last changed} */
    public Instant updated() {
        return Instant.parse(group.data().manifest(type).updated());
    }

    /** {@return its tags} */
    public Tags tags() {
        return tags(group, type);
    }

    static Tags tags(Group group, DatasetType type) {
        return new Tags(
                group.engine(),
                "the " + type.label() + " dataset of group '" + group.name() + "'",
                group.folder() + "/datasets/" + type.label() + ".json",
                () -> group.data().has(type));
    }

    /** As {@link #importCsv(Path, ImportOptions, ProgressListener, Cancellation)} with the defaults. */
    public ImportReport importCsv(Path source) {
        return importCsv(source, ImportOptions.defaults());
    }

    /** As {@link #importCsv(Path, ImportOptions, ProgressListener, Cancellation)}, with nobody listening and nobody cancelling. */
    public ImportReport importCsv(Path source, ImportOptions options) {
        return importCsv(source, options, ProgressListener.NONE, new Cancellation());
    }

    /**
     * Imports rows. A full import replaces all rows that imports brought before, and leaves those put one by one; an incremental
     * import adds rows. Of two rows with the same item, user or action the one that came later counts. All or nothing: until this
     * returns, and after it throws, the dataset is what it was. Training, requests and puts go on meanwhile; of two imports into
     * one dataset the second waits for the first.
     *
     * @param source a {@code .csv} or {@code .csv.gz} file, or a folder of them, on any file system
     * @throws InvalidInputException if a file breaks a rule; names file, line, column and value. Also if an incremental import is
     *     the first one, or brings fewer interactions than {@link Limits#incrementalInteractions}
     * @throws LimitExceededException if the source is larger than allowed
     * @throws dev.personalize.error.TooManyTagsException if the job would begin with more tags than allowed
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public ImportReport importCsv(
            Path source, ImportOptions options, ProgressListener progress, Cancellation cancellation) {
        return imports.run(asked(source, options), importing(source, options, progress, cancellation));
    }

    /**
     * As {@link #importCsv(Path, ImportOptions, ProgressListener, Cancellation)}, on the executor of the home; {@link #imports}
     * tells how far it is.
     */
    public CompletableFuture<ImportReport> importCsvAsync(
            Path source, ImportOptions options, ProgressListener progress, Cancellation cancellation) {
        return imports.runAsync(asked(source, options), importing(source, options, progress, cancellation));
    }

    private Jobs.Asked asked(Path source, ImportOptions options) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("source", source.toString());
        details.put(MODE, options.mode().name());
        return new Jobs.Asked(options.name(), type, details, options.tags());
    }

    private Jobs.Work<ImportReport> importing(
            Path source, ImportOptions options, ProgressListener progress, Cancellation cancellation) {
        boolean incremental = options.mode() == ImportMode.INCREMENTAL;
        ImportOptions bounded = incremental
                ? options.toBuilder()
                        .sizeLimit(Math.min(
                                options.sizeLimit(), group.engine().limits().incrementalBytes()))
                        .build()
                : options;
        RunningJob running = new RunningJob(group.engine().clock(), progress, cancellation);
        return new Jobs.Work<>(
                job -> {
                    List<ImportReport> report = new ArrayList<>(1);
                    CsvImport csv = new CsvImport(schema(), bounded, running, running.cancellation());
                    group.data().store(type, options.mode(), job, writer -> {
                        ImportReport done =
                                csv.run(source, writer, group.engine().helper());
                        requireEnough(done, incremental);
                        report.add(done);
                        return done.storedRows();
                    });
                    return report.get(0);
                },
                report -> Map.of(
                        "storedRows",
                        String.valueOf(report.storedRows()),
                        DUPLICATE_ROWS,
                        String.valueOf(report.duplicateRows()),
                        REJECTED_ROWS,
                        String.valueOf(report.rejectedRows())),
                running);
    }

    private void requireEnough(ImportReport report, boolean incremental) {
        int least = group.engine().limits().incrementalInteractions();
        if (incremental && !type.keyed() && report.storedRows() < least) {
            throw new InvalidInputException(
                    "an incremental import into the " + type.label() + " dataset must bring at least "
                            + least + " new rows, this one has " + report.storedRows()
                            + ": put them as events, wait for more, or lower Limits.incrementalInteractions");
        }
    }

    /** {@return all imports into this dataset, oldest first} */
    public List<Job> imports() {
        return imports.all().stream()
                .filter(job -> job.dataset().filter(type::equals).isPresent())
                .toList();
    }

    /**
     * {@return the tags of an import into this dataset}
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public Tags importTags(String job) {
        return tags(imports, job);
    }

    /**
     * {@return the tags of an export of this dataset}
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public Tags exportTags(String job) {
        return tags(exports, job);
    }

    private Tags tags(Jobs jobs, String job) {
        if (jobs.find(job).flatMap(Job::dataset).filter(type::equals).isEmpty()) {
            throw new ResourceNotFoundException("the " + type.label() + " dataset of group '" + group.name()
                    + "' has no job '" + job + "': imports() and exports() tell which there are");
        }
        return jobs.tags(job);
    }

    /** {@return rows left out by the imports whose rows are there: the last full one and those after it} */
    LeftOut leftOut() {
        LeftOut all = new LeftOut(0, 0);
        for (Job job : imports()) {
            if (job.status() == Status.ACTIVE && job.details().containsKey(DUPLICATE_ROWS)) {
                LeftOut rows = new LeftOut(
                        Long.parseLong(job.details().get(DUPLICATE_ROWS)),
                        Long.parseLong(job.details().get(REJECTED_ROWS)));
                all = ImportMode.FULL.name().equals(job.details().get(MODE)) ? rows : all.plus(rows);
            }
        }
        return all;
    }

    /** As {@link #exportCsv(Path, ExportSource)}, of all rows. */
    public long exportCsv(Path target) {
        return exportCsv(target, ExportSource.ALL);
    }

    /**
     * Writes rows as CSV with the schema's columns. Rows equal in every column are written once. Of {@link ExportSource#ALL} the
     * newest record of each item, user or action is written, of one source alone every version of it. Anonymous events are left
     * out until a user is known, and so are events without item. What was exported with {@code ALL} imports again unchanged.
     *
     * @param target the file to write, {@code .csv} or {@code .csv.gz}, on any file system; replaced if it exists; there when it
     *     is complete
     * @return number of rows written
     */
    public long exportCsv(Path target, ExportSource source) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("target", target.toString());
        asked.put("source", source.name());
        return exports.run(
                new Jobs.Asked(null, type, asked, Map.of()),
                new Jobs.Work<>(
                        job -> CsvTarget.write(target, out -> {
                            long[] rows = new long[1];
                            try (CsvExport csv = new CsvExport(out, schema())) {
                                group.data().export(type, source.imported(), source.put(), row -> {
                                    csv.append(row);
                                    rows[0]++;
                                });
                            }
                            return rows[0];
                        }),
                        rows -> Map.of("rows", String.valueOf(rows))));
    }

    /** {@return all exports of this dataset, oldest first} */
    public List<Job> exports() {
        return exports.all().stream()
                .filter(job -> job.dataset().filter(type::equals).isPresent())
                .toList();
    }

    /** As {@link #putAll}, for one record. */
    public void put(String id, Map<String, ?> properties) {
        putAll(Map.of(id, properties));
    }

    /**
     * As {@link #put(String, Map)}, with the service's text of properties.
     *
     * @param propertiesJson a flat JSON object
     */
    public void put(String id, String propertiesJson) {
        put(id, RowProperties.parse(propertiesJson, propertyLimit(), type.label() + " '" + id + "'"));
    }

    /**
     * Stores records of items, users or actions, all or none of them; each replaces the record of the same id as a whole. They
     * are on disk when the call returns, metadata of items is known to the next request, and all of them to the next training.
     *
     * @param records properties by id; 1 to {@link Limits#recordsPerPut} of them; properties by column name in camelCase,
     *     {@code numRatings} for {@code NUM_RATINGS}
     * @throws InvalidInputException if a record does not fit the schema, or this is a dataset of events
     * @throws LimitExceededException if there are too many records, or one is too large
     */
    public void putAll(Map<String, ? extends Map<String, ?>> records) {
        if (!type.keyed()) {
            throw new InvalidInputException("the " + type.label()
                    + " dataset takes events, not records: put them with the group's event tracker");
        }
        EventTracker.requireCount(records.size(), group.engine().limits(), "records");
        RowProperties columns = new RowProperties(schema());
        List<@Nullable Object[]> rows = new ArrayList<>();
        records.forEach((id, properties) -> {
            String place = type.label() + " '" + id + "'";
            EventRows.requireSize(properties, propertyLimit(), place);
            rows.add(columns.keyedRow(id, properties, place));
        });
        group.data().put(type, rows, Durability.FORCED);
    }

    private int propertyLimit() {
        Limits limits = group.engine().limits();
        return type == DatasetType.USERS ? limits.userProperties() : limits.itemProperties();
    }

    /**
     * Gives the dataset another schema: of Items and Users only, with every old field as it was, and only nullable new ones. New
     * columns are null until rows with values for them come.
     *
     * @throws InvalidInputException if the schema may not replace the old one; names the field
     */
    public void replaceSchema(RegisteredSchema next) {
        schema().requireReplaceableBy(next.schema());
        group.data().replaceSchema(type, next.name(), next.schema());
    }
}
