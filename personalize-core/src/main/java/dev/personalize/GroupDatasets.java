package dev.personalize;

import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.insight.LeftOut;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The datasets of a group: which there are, and the jobs that bring rows in and out. Safe for any number of threads. */
final class GroupDatasets {
    /** Of a name of a group, so many letters begin the names of its schemas: with the type and a number they stay within 63. */
    private static final int PREFIX_OF_SCHEMAS = 30;

    private final Group group;
    private final Jobs imports;
    private final Jobs exports;

    GroupDatasets(Group group) {
        this.group = group;
        this.imports = new Jobs(
                group.engine(), group.name(), group.folder() + "/jobs/imports", "import job", this::wasImported);
        this.exports =
                new Jobs(group.engine(), group.name(), group.folder() + "/jobs/exports", "export job", job -> false);
    }

    private boolean wasImported(String job) {
        return group.data().manifest().datasets().stream()
                .flatMap(dataset -> dataset.segments().stream())
                .map(SegmentManifest::job)
                .anyMatch(job::equals);
    }

    /** Creates the dataset of the schema's type, which joins the registry unless it is there already. */
    Dataset create(Schema schema) {
        DatasetType type = schema.type();
        group.data().requireNone(type); // before the schema joins the registry
        String name = group.name();
        String prefix = name.length() > PREFIX_OF_SCHEMAS ? name.substring(0, PREFIX_OF_SCHEMAS) : name;
        return create(group.engine().schemas().createLike(prefix + "-" + type.label(), schema));
    }

    Dataset create(RegisteredSchema schema) {
        DatasetType type = schema.schema().type();
        Dataset.tags(group, type).forget();
        group.data().create(type, schema.name(), schema.schema());
        return dataset(type);
    }

    Dataset dataset(DatasetType type) {
        return find(type)
                .orElseThrow(() -> new ResourceNotFoundException("dataset group '" + group.name() + "' has no "
                        + type.label() + " dataset: createDataset(schema) makes it"));
    }

    Optional<Dataset> find(DatasetType type) {
        return group.data().has(type) ? Optional.of(new Dataset(group, type, imports, exports)) : Optional.empty();
    }

    List<Dataset> all() {
        return Stream.of(DatasetType.values())
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Refuses to go on while an import into a dataset runs. */
    void requireNoImport(DatasetType type, String action) {
        imports.requireNone(job -> job.dataset().filter(type::equals).isPresent(), action);
    }

    /** {@return what imports left out of the rows of each dataset, where they left out any} */
    Map<DatasetType, LeftOut> leftOut() {
        Map<DatasetType, LeftOut> leftOut = new EnumMap<>(DatasetType.class);
        for (Dataset dataset : all()) {
            LeftOut rows = dataset.leftOut();
            if (rows.duplicateRows() + rows.rejectedRows() > 0) {
                leftOut.put(dataset.type(), rows);
            }
        }
        return leftOut;
    }
}
