package dev.personalize.ingest;

/** How strict an import is. Immutable. */
public final class ImportOptions {
    private final long rejectedRowsAllowed;

    private ImportOptions(Builder builder) {
        rejectedRowsAllowed = builder.rejectedRowsAllowed;
    }

    /** {@return the defaults: all or nothing, as in the service} */
    public static ImportOptions defaults() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that holds these options} */
    public Builder toBuilder() {
        return builder().rejectedRowsAllowed(rejectedRowsAllowed);
    }

    /** {@return how many bad rows are left out before the import fails} */
    public long rejectedRowsAllowed() {
        return rejectedRowsAllowed;
    }

    /** Collects options. For one thread. */
    public static final class Builder {
        private long rejectedRowsAllowed;

        private Builder() {}

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

        /** {@return the options} */
        public ImportOptions build() {
            return new ImportOptions(this);
        }
    }
}
