package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV files as Amazon Personalize's import job does, checks every value, and writes the rows to a file.
 * Immutable; each {@link #run} may be in a thread of its own.
 *
 * <p>Files are {@code .csv} or {@code .csv.gz}, UTF-8 with or without a byte order mark. The first line names the columns,
 * in any order; columns that are no field of the schema are passed over, a field without a column is an error, even a
 * nullable one. Values with commas are in double quotes; {@code \"} or {@code ""} is a quote and {@code \\} a backslash, in
 * quotes or not, and any other backslash is itself. A value has no line break. An empty value is null, where the field is
 * nullable. Ids have 1 to 256 characters and stay as written; other strings have at most 1000. Numbers are decimal, without
 * blanks around them; a {@code long} has no fraction, NaN and infinities are refused. Timestamps are seconds since 1970.
 * Booleans are {@code true} or {@code false}. A textual value loses its HTML tags and entities, its runs of white space
 * become one space, and what is over 20 000 characters is cut off.
 *
 * <p>Events equal in every field are stored once, the first of them; this takes 21 to 43 bytes of memory a row, and as much
 * for each id. Of Items, Users and Actions the last row of each id is stored, in the order in which the ids first came, and all
 * of them are held in memory until the end.
 */
public final class CsvImport {
    private static final int SHOWN_REJECTIONS = 20;
    private static final int ROWS_BETWEEN_CHECKS = 4096;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCK_CAPACITY = BLOCK_BYTES + (1 << 10);
    private static final int WAITING_BLOCKS = 8;
    private static final long NANOS_BETWEEN_REPORTS = 250_000_000;

    private final Schema schema;
    private final ImportOptions options;
    private final ProgressListener listener;
    private final Cancellation cancellation;

    /**
     * @param listener told the bytes of the source read, of the bytes in all its files
     * @param cancellation looked at every few thousand rows
     */
    public CsvImport(Schema schema, ImportOptions options, ProgressListener listener, Cancellation cancellation) {
        this.schema = schema;
        this.options = options;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Reads a file, or all {@code .csv} and {@code .csv.gz} files directly in a folder, sorted by name; their headers must
     * name the same columns, in any order.
     *
     * @param source in any file system
     * @param rows of the import's schema; appended to and left open. When the call throws, rows appended before belong to no
     *     import
     * @param helper runs what is done with the rows besides reading them, if it can, while the calling thread reads on;
     *     {@code Runnable::run} leaves all to the calling thread. What is written does not depend on it. The helper
     *     works no more when the call returns or throws
     * @throws InvalidInputException naming file, line, column, value and what to do, for the first bad row beyond those
     *     {@link ImportOptions#rejectedRowsAllowed} allows; and for a header, an encoding or quotes that leave no sense in the
     *     rest of the file, whatever is allowed
     * @throws LimitExceededException if a line has more than 4 Mi characters, if a {@code .gz} file decompresses to more than
     *     256 MiB and 500 times its size, or for more than {@link ImportOptions#sizeLimit} bytes
     * @throws UncheckedIOException if the source cannot be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public ImportReport run(Path source, RowFile.Writer rows, Executor helper) {
        try (Run run = new Run(new CsvSource(source, options.sizeLimit()), rows, helper)) {
            return run.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source + ": " + e, e);
        }
    }

    /** One import under way. */
    private final class Run implements AutoCloseable {
        private final CsvSource source;
        private final RowFile.Writer rows;
        private final Pipeline<RowBlock> pipeline;
        private final String task = "import " + schema.type().label();
        private final List<Field> fields = schema.fields();
        private final CellParser[] parsers;
        private final @Nullable InteractionTally interactions;
        private final Map<String, @Nullable Object[]> rowOfId = new LinkedHashMap<>();
        private final List<String> rejections = new ArrayList<>();
        private final RowEncoder encoder = new RowEncoder(schema);
        private final @Nullable Object[] scratch =
                new Object[fields.size()]; // an interaction is encoded before the next comes
        private RowBlock block = new RowBlock(BLOCK_CAPACITY);
        private long reportedAt = System.nanoTime();
        private long accepted;
        private long stored;
        private long rejected;

        Run(CsvSource source, RowFile.Writer rows, Executor helper) {
            this.source = source;
            this.rows = rows;
            pipeline = new Pipeline<>(helper, WAITING_BLOCKS, List.of(this::dropDuplicates, this::write));
            parsers = fields.stream()
                    .map(field -> new CellParser(schema.type(), field))
                    .toArray(CellParser[]::new);
            interactions = schema.type().keyed() ? null : new InteractionTally(schema);
        }

        ImportReport run() throws IOException {
            listener.progress(task, 0, source.size());
            Set<String> columns = Set.of();
            for (Path path : source.files()) {
                try (InputStream in = open(path);
                        CsvFile file = new CsvFile(path, in, schema)) {
                    columns = sameColumns(columns, file, path);
                    readRows(file);
                }
            }
            for (@Nullable Object[] row : rowOfId.values()) {
                store(row);
            }
            pipeline.put(block);
            pipeline.finish();
            listener.progress(task, source.size(), source.size());
            return report();
        }

        private InputStream open(Path path) throws IOException {
            try {
                return source.open(path);
            } catch (EOFException | ZipException e) {
                throw new InvalidInputException(
                        "file " + path + " is not in gzip format (" + e.getMessage() + "); compress it again", e);
            }
        }

        private Set<String> sameColumns(Set<String> expected, CsvFile file, Path path) {
            Set<String> columns = new TreeSet<>(file.header());
            if (!expected.isEmpty() && !expected.equals(columns)) {
                throw new InvalidInputException("file " + path + " has the columns " + columns + ", but "
                        + source.files().get(0) + " has " + expected + "; give all files of a folder the same columns");
            }
            return columns;
        }

        private void readRows(CsvFile file) throws IOException {
            int untilCheck = 0;
            for (CSVRecord record = file.next(); record != null; record = file.next()) {
                if (untilCheck-- == 0) {
                    untilCheck = ROWS_BETWEEN_CHECKS;
                    cancellation.throwIfCancelled();
                    reportSometimes();
                }
                @Nullable Object[] row = parse(file, record);
                if (row != null) {
                    accept(row);
                }
            }
        }

        private void reportSometimes() {
            long now = System.nanoTime();
            if (now - reportedAt >= NANOS_BETWEEN_REPORTS) {
                reportedAt = now;
                listener.progress(task, source.bytesRead(), source.size());
            }
        }

        /** {@return the row, or null when it was rejected} */
        private @Nullable Object @Nullable [] parse(CsvFile file, CSVRecord record) {
            String defect = file.defect(record);
            if (defect != null) {
                reject(defect);
                return null;
            }
            @Nullable Object[] row = interactions == null ? new Object[parsers.length] : scratch;
            for (int i = 0; i < row.length; i++) {
                String text = file.value(record, i);
                try {
                    row[i] = parsers[i].parse(text);
                } catch (BadValueException e) {
                    reject(file.describe(fields.get(i), text, e));
                    return null;
                }
            }
            return row;
        }

        private void reject(String message) {
            rejected++;
            if (rejections.size() < SHOWN_REJECTIONS) {
                rejections.add(message);
            }
            if (rejected > options.rejectedRowsAllowed()) {
                String count = rejected == 1
                        ? ""
                        : rejected + " rows are bad, more than the " + options.rejectedRowsAllowed()
                                + " that may be rejected; the first: ";
                throw new InvalidInputException(count + rejections.get(0));
            }
        }

        private void accept(@Nullable Object[] row) {
            accepted++;
            if (interactions == null) {
                rowOfId.put((String) row[schema.position(schema.type().idField())], row);
            } else {
                store(row);
            }
        }

        private void store(@Nullable Object[] row) {
            encoder.encode(row, block);
            if (block.size() >= BLOCK_BYTES) {
                pipeline.put(block);
                block = new RowBlock(BLOCK_CAPACITY);
            }
        }

        /** First stage of the pipeline. */
        private void dropDuplicates(RowBlock encoded) {
            if (interactions != null) {
                interactions.add(encoded);
            }
        }

        /** Second stage of the pipeline. */
        private void write(RowBlock encoded) {
            stored += rows.append(encoded);
        }

        @Override
        public void close() {
            pipeline.close();
        }

        private ImportReport report() {
            InteractionTally tally = interactions;
            boolean users = schema.type() == DatasetType.USERS;
            return new ImportReport(
                    schema.type(),
                    source.files().size(),
                    stored,
                    accepted - stored,
                    rejected,
                    rejections,
                    tally != null ? tally.distinctUsers() : users ? rowOfId.size() : 0,
                    tally != null ? tally.distinctItems() : users ? 0 : rowOfId.size(),
                    tally != null ? tally.oldest() : OptionalLong.empty(),
                    tally != null ? tally.newest() : OptionalLong.empty(),
                    tally != null ? tally.eventCounts() : new TreeMap<>());
        }
    }
}
