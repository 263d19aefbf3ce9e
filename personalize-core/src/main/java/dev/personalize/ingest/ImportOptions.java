package dev.personalize.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an import is called, what it does with older data, and how strict it is. Immutable. */
public final class ImportOptions {
    private final ImportMode mode;
    private final @Nullable String name;
    private final Map<String, String> tags;
    private final long rejectedRowsAllowed;
    private final long sizeLimit;

    private ImportOptions(Builder builder) {
        mode = builder.mode;
        name = builder.name;
        tags = builder.tags;
        rejectedRowsAllowed = builder.rejectedRowsAllowed;
        sizeLimit = builder.sizeLimit;
    }

    /** {@return the defaults: a full import, all or nothing, of at most 100 GB, as in the service} */
    public static ImportOptions defaults() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that holds these options} */
    public Builder toBuilder() {
        return builder()
                .mode(mode)
                .name(name)
                .tags(tags)
                .rejectedRowsAllowed(rejectedRowsAllowed)
                .sizeLimit(sizeLimit);
    }

    /** {@return what becomes of the bulk data stored before} */
    public ImportMode mode() {
        return mode;
    }

    /** {@return the name of the import job, null to have one made} */
    public @Nullable String name() {
        return name;
    }

    /** {@return the tags the import job begins with, values by key, unmodifiable} */
    public Map<String, String> tags() {
        return tags;
    }

    /** {@return how many bad rows are left out before the import fails} */
    public long rejectedRowsAllowed() {
        return rejectedRowsAllowed;
    }

    /** {@return how many bytes the import may read from all its files, decompressed} */
    public long sizeLimit() {
        return sizeLimit;
    }

    /** Collects options. For one thread. */
    public static final class Builder {
        private static final long FULL_IMPORT = 100_000_000_000L;

        private ImportMode mode = ImportMode.FULL;
        private @Nullable String name;
        private Map<String, String> tags = Map.of();
        private long rejectedRowsAllowed;
        private long sizeLimit = FULL_IMPORT;

        private Builder() {}

        /** Says what becomes of the bulk data stored before; default {@link ImportMode#FULL}. */
        public Builder mode(ImportMode importMode) {
            mode = importMode;
            return this;
        }

        /** Names the import job; default null, to have a name made. */
        public Builder name(@Nullable String jobName) {
            name = jobName;
            return this;
        }

        /** Sets the tags the import job begins with, values by key; default none. They are checked when the import begins. */
        public Builder tags(Map<String, String> all) {
            tags = Map.copyOf(all);
            return this;
        }

        /**
         * Leaves out up to this many rows with bad values instead of failing; default 0.
         *
         * @param rows at least 0
         */
        public Builder rejectedRowsAllowed(long rows) {
            if (rows < 0) {
                throw new IllegalArgumentException("rejectedRowsAllowed must be at least 0, was " + rows);
            }
            rejectedRowsAllowed = rows;
            return this;
        }

        /**
         * Fails when the files hold more than this; default 100 GB (10<sup>11</sup> bytes), as in the service.
         *
         * @param bytes of all files together, decompressed; at least 1
         */
        public Builder sizeLimit(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("sizeLimit must be at least 1, was " + bytes);
            }
            sizeLimit = bytes;
            return this;
        }

        /** {@return the options} */
        public ImportOptions build() {
            return new ImportOptions(this);
        }
    }
}
