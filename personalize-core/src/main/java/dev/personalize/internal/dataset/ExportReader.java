package dev.personalize.internal.dataset;

import dev.personalize.ingest.DistinctRows;
import dev.personalize.schema.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads rows as an export wants them: in the order of the dataset's schema, fully equal ones once. For one thread. */
final class ExportReader {
    private final DatasetFiles files;
    private final boolean imported;
    private final boolean put;
    private final Schema schema;

    ExportReader(DatasetFiles files, boolean imported, boolean put) {
        this.files = files;
        this.imported = imported;
        this.put = put;
        this.schema = files.schema();
    }

    void read(DatasetFiles.View view, Consumer<@Nullable Object[]> rows) {
        if (!files.type.keyed()) {
            readEvents(view, distinct(rows));
        } else if (imported && put) {
            readNewest(view, rows);
        } else {
            readWanted(view, distinct(rows));
        }
    }

    private Consumer<@Nullable Object[]> distinct(Consumer<@Nullable Object[]> rows) {
        DistinctRows seen = new DistinctRows(schema);
        return row -> {
            if (seen.add(row)) {
                rows.accept(row);
            }
        };
    }

    private void readNewest(DatasetFiles.View view, Consumer<@Nullable Object[]> rows) {
        int id = schema.position(files.type.idField());
        Map<String, @Nullable Object[]> newest = new LinkedHashMap<>();
        view.read(row -> newest.put((String) row[id], row));
        newest.values().forEach(rows);
    }

    private void readWanted(DatasetFiles.View view, Consumer<@Nullable Object[]> rows) {
        for (DatasetFiles.Part part : view.parts()) {
            if (part.isBulk() ? imported : put) {
                files.read(part, rows);
            }
        }
    }

    private void readEvents(DatasetFiles.View view, Consumer<@Nullable Object[]> rows) {
        EventColumns columns = new EventColumns(schema);
        int width = schema.fields().size();
        SessionMerge sessions = new SessionMerge(schema, (user, row) -> {
            if (row[columns.item] != null) {
                @Nullable Object[] own = Arrays.copyOf(row, width);
                own[columns.user] = user;
                rows.accept(own);
            }
        });
        for (DatasetFiles.Part part : view.parts()) {
            if (part.isBulk()) {
                if (imported) {
                    files.read(part, row -> rows.accept(Arrays.copyOf(row, width)));
                }
            } else if (put) {
                files.read(part, sessions::add);
            }
        }
    }
}
