package dev.personalize;

/**
 * How much one call may bring, and how much is kept in memory. The defaults are the service's, where it has one. Immutable.
 */
public final class Limits {
    private final int recordsPerPut;
    private final int eventProperties;
    private final int itemProperties;
    private final int userProperties;
    private final int eventBytes;
    private final int incrementalInteractions;
    private final long incrementalBytes;
    private final long deletionBytes;
    private final int liveEvents;
    private final int anonymousSessions;
    private final int shownLists;
    private final int filterCharacters;
    private final int fieldsPerFilter;
    private final int fieldsOfAllFilters;
    private final int filters;
    private final int filterEvents;
    private final int filterActionEvents;
    private final int batchFiles;
    private final long batchFileBytes;
    private final int batchRecords;
    private final int batchLineBytes;
    private final int segmentItems;
    private final int segmentAttributes;
    private final int segmentUsers;
    private final int tagsPerResource;
    private final int tagsPerRequest;

    private Limits(Builder builder) {
        recordsPerPut = builder.recordsPerPut;
        eventProperties = builder.eventProperties;
        itemProperties = builder.itemProperties;
        userProperties = builder.userProperties;
        eventBytes = builder.eventBytes;
        incrementalInteractions = builder.incrementalInteractions;
        incrementalBytes = builder.incrementalBytes;
        deletionBytes = builder.deletionBytes;
        liveEvents = builder.liveEvents;
        anonymousSessions = builder.anonymousSessions;
        shownLists = builder.shownLists;
        filterCharacters = builder.filterCharacters;
        fieldsPerFilter = builder.fieldsPerFilter;
        fieldsOfAllFilters = builder.fieldsOfAllFilters;
        filters = builder.filters;
        filterEvents = builder.filterEvents;
        filterActionEvents = builder.filterActionEvents;
        batchFiles = builder.batchFiles;
        batchFileBytes = builder.batchFileBytes;
        batchRecords = builder.batchRecords;
        batchLineBytes = builder.batchLineBytes;
        segmentItems = builder.segmentItems;
        segmentAttributes = builder.segmentAttributes;
        segmentUsers = builder.segmentUsers;
        tagsPerResource = builder.tagsPerResource;
        tagsPerRequest = builder.tagsPerRequest;
    }

    /** {@return the defaults} */
    public static Limits defaults() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that holds these limits} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.recordsPerPut = recordsPerPut;
        builder.eventProperties = eventProperties;
        builder.itemProperties = itemProperties;
        builder.userProperties = userProperties;
        builder.eventBytes = eventBytes;
        builder.incrementalInteractions = incrementalInteractions;
        builder.incrementalBytes = incrementalBytes;
        builder.deletionBytes = deletionBytes;
        builder.liveEvents = liveEvents;
        builder.anonymousSessions = anonymousSessions;
        builder.shownLists = shownLists;
        builder.filterCharacters = filterCharacters;
        builder.fieldsPerFilter = fieldsPerFilter;
        builder.fieldsOfAllFilters = fieldsOfAllFilters;
        builder.filters = filters;
        builder.filterEvents = filterEvents;
        builder.filterActionEvents = filterActionEvents;
        builder.batchFiles = batchFiles;
        builder.batchFileBytes = batchFileBytes;
        builder.batchRecords = batchRecords;
        builder.batchLineBytes = batchLineBytes;
        builder.segmentItems = segmentItems;
        builder.segmentAttributes = segmentAttributes;
        builder.segmentUsers = segmentUsers;
        builder.tagsPerResource = tagsPerResource;
        builder.tagsPerRequest = tagsPerRequest;
        return builder;
    }

    /** {@return most events or records of one put} */
    public int recordsPerPut() {
        return recordsPerPut;
    }

    /** {@return most characters of the properties of an event or action interaction} */
    public int eventProperties() {
        return eventProperties;
    }

    /** {@return most characters of the properties of an item or action} */
    public int itemProperties() {
        return itemProperties;
    }

    /** {@return most characters of the properties of a user} */
    public int userProperties() {
        return userProperties;
    }

    /** {@return most bytes of an event, all its parts together} */
    public int eventBytes() {
        return eventBytes;
    }

    /** {@return fewest rows of an incremental import of interactions or action interactions} */
    public int incrementalInteractions() {
        return incrementalInteractions;
    }

    /** {@return most bytes of an incremental import, decompressed} */
    public long incrementalBytes() {
        return incrementalBytes;
    }

    /** {@return most bytes of the files of a data deletion job} */
    public long deletionBytes() {
        return deletionBytes;
    }

    /** {@return most events of a user that requests know; older ones count in training only} */
    public int liveEvents() {
        return liveEvents;
    }

    /** {@return most sessions without a user that requests know; older ones are forgotten by requests, not by training} */
    public int anonymousSessions() {
        return anonymousSessions;
    }

    /** {@return most answers whose items are remembered, to know what an event's {@code recommendationId} had shown} */
    public int shownLists() {
        return shownLists;
    }

    /** {@return most characters of a filter expression} */
    public int filterCharacters() {
        return filterCharacters;
    }

    /** {@return most different fields one filter reads} */
    public int fieldsPerFilter() {
        return fieldsPerFilter;
    }

    /** {@return most different fields all filters of a group read together} */
    public int fieldsOfAllFilters() {
        return fieldsOfAllFilters;
    }

    /** {@return most filters of a group} */
    public int filters() {
        return filters;
    }

    /** {@return how many of a user's newest interactions of each event type filters look at, among those that {@link #liveEvents} keeps} */
    public int filterEvents() {
        return filterEvents;
    }

    /** {@return how many of a user's newest action interactions of each event type filters look at} */
    public int filterActionEvents() {
        return filterActionEvents;
    }

    /** {@return most files of a batch job} */
    public int batchFiles() {
        return batchFiles;
    }

    /** {@return most bytes of a file of a batch job} */
    public long batchFileBytes() {
        return batchFileBytes;
    }

    /** {@return most lines of a file of a batch job, blank ones included} */
    public int batchRecords() {
        return batchRecords;
    }

    /** {@return most bytes of a line of a batch job; a longer one is answered with an error} */
    public int batchLineBytes() {
        return batchLineBytes;
    }

    /** {@return most lines with an item in a file of a batch segment job} */
    public int segmentItems() {
        return segmentItems;
    }

    /** {@return most lines with item attributes in a file of a batch segment job} */
    public int segmentAttributes() {
        return segmentAttributes;
    }

    /** {@return most users of a segment} */
    public int segmentUsers() {
        return segmentUsers;
    }

    /** {@return most tags of a resource} */
    public int tagsPerResource() {
        return tagsPerResource;
    }

    /** {@return most tags of one call that adds or removes some} */
    public int tagsPerRequest() {
        return tagsPerRequest;
    }

    /** Builds limits. For one thread. Each setter takes 1 or more and throws {@link IllegalArgumentException} otherwise. */
    public static final class Builder {
        private int recordsPerPut = 10;
        private int eventProperties = 1024;
        private int itemProperties = 32_000;
        private int userProperties = 24_000;
        private int eventBytes = 10 * 1024;
        private int incrementalInteractions = 1000;
        private long incrementalBytes = 1L << 30;
        private long deletionBytes = 100L << 20;
        private int liveEvents = 1000;
        private int anonymousSessions = 100_000;
        private int shownLists = 10_000;
        private int filterCharacters = 2500;
        private int fieldsPerFilter = 10;
        private int fieldsOfAllFilters = 20;
        private int filters = 30;
        private int filterEvents = 100;
        private int filterActionEvents = 300;
        private int batchFiles = 1000;
        private long batchFileBytes = 1L << 30;
        private int batchRecords = 50_000_000;
        private int batchLineBytes = 1 << 20;
        private int segmentItems = 500;
        private int segmentAttributes = 10;
        private int segmentUsers = 5_000_000;
        private int tagsPerResource = 50;
        private int tagsPerRequest = 200;

        private Builder() {}

        private static int positive(String name, int value) {
            return (int) positive(name, (long) value);
        }

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, was " + value);
            }
            return value;
        }

        /** Sets the most events or records of one put. Default: 10. */
        public Builder recordsPerPut(int records) {
            recordsPerPut = positive("recordsPerPut", records);
            return this;
        }

        /** Sets the most characters of an event's properties. Default: 1024. */
        public Builder eventProperties(int characters) {
            eventProperties = positive("eventProperties", characters);
            return this;
        }

        /** Sets the most characters of the properties of an item or action. Default: 32 000. */
        public Builder itemProperties(int characters) {
            itemProperties = positive("itemProperties", characters);
            return this;
        }

        /** Sets the most characters of a user's properties. Default: 24 000. */
        public Builder userProperties(int characters) {
            userProperties = positive("userProperties", characters);
            return this;
        }

        /** Sets the most bytes of an event. Default: 10 KiB. */
        public Builder eventBytes(int bytes) {
            eventBytes = positive("eventBytes", bytes);
            return this;
        }

        /** Sets the fewest rows of an incremental import of interactions. Default: 1000. */
        public Builder incrementalInteractions(int rows) {
            incrementalInteractions = positive("incrementalInteractions", rows);
            return this;
        }

        /** Sets the most bytes of an incremental import. Default: 1 GiB. */
        public Builder incrementalBytes(long bytes) {
            incrementalBytes = positive("incrementalBytes", bytes);
            return this;
        }

        /** Sets the most bytes of the files of a data deletion job. Default: 100 MiB. */
        public Builder deletionBytes(long bytes) {
            deletionBytes = positive("deletionBytes", bytes);
            return this;
        }

        /** Sets how many of a user's newest events requests know. Default: 1000. */
        public Builder liveEvents(int events) {
            liveEvents = positive("liveEvents", events);
            return this;
        }

        /**
         * Sets how many sessions without a user requests know; when there are more, the sixteenth of them not heard of for longest is
         * forgotten. Default: 100 000.
         */
        public Builder anonymousSessions(int sessions) {
            anonymousSessions = positive("anonymousSessions", sessions);
            return this;
        }

        /** Sets how many answers are remembered for implicit impressions. Default: 10 000, of about 100 bytes and 25 ids each. */
        public Builder shownLists(int lists) {
            shownLists = positive("shownLists", lists);
            return this;
        }

        /** Sets the most characters of a filter expression. Default: 2500. */
        public Builder filterCharacters(int characters) {
            filterCharacters = positive("filterCharacters", characters);
            return this;
        }

        /** Sets the most different fields of one filter. Default: 10. */
        public Builder fieldsPerFilter(int fields) {
            fieldsPerFilter = positive("fieldsPerFilter", fields);
            return this;
        }

        /** Sets the most different fields of all filters of a group. Default: 20. */
        public Builder fieldsOfAllFilters(int fields) {
            fieldsOfAllFilters = positive("fieldsOfAllFilters", fields);
            return this;
        }

        /** Sets the most filters of a group. Default: 30. */
        public Builder filters(int count) {
            filters = positive("filters", count);
            return this;
        }

        /** Sets how many of a user's newest interactions of a type filters look at. Default: 100. */
        public Builder filterEvents(int events) {
            filterEvents = positive("filterEvents", events);
            return this;
        }

        /** Sets how many of a user's newest action interactions of a type filters look at. Default: 300. */
        public Builder filterActionEvents(int events) {
            filterActionEvents = positive("filterActionEvents", events);
            return this;
        }

        /** Sets the most files of a batch job. Default: 1000. */
        public Builder batchFiles(int files) {
            batchFiles = positive("batchFiles", files);
            return this;
        }

        /** Sets the most bytes of a file of a batch job. Default: 1 GiB. */
        public Builder batchFileBytes(long bytes) {
            batchFileBytes = positive("batchFileBytes", bytes);
            return this;
        }

        /** Sets the most lines of a file of a batch job. Default: 50 million. */
        public Builder batchRecords(int lines) {
            batchRecords = positive("batchRecords", lines);
            return this;
        }

        /** Sets the most bytes of a line of a batch job. Default: 1 MiB. */
        public Builder batchLineBytes(int bytes) {
            batchLineBytes = positive("batchLineBytes", bytes);
            return this;
        }

        /** Sets the most items of a file of a batch segment job. Default: 500. */
        public Builder segmentItems(int lines) {
            segmentItems = positive("segmentItems", lines);
            return this;
        }

        /** Sets the most item attributes of a file of a batch segment job. Default: 10. */
        public Builder segmentAttributes(int lines) {
            segmentAttributes = positive("segmentAttributes", lines);
            return this;
        }

        /** Sets the most users of a segment. Default: 5 million. */
        public Builder segmentUsers(int users) {
            segmentUsers = positive("segmentUsers", users);
            return this;
        }

        /** Sets the most tags of a resource. Default: 50. */
        public Builder tagsPerResource(int tags) {
            tagsPerResource = positive("tagsPerResource", tags);
            return this;
        }

        /** Sets the most tags of one call that adds or removes some. Default: 200. */
        public Builder tagsPerRequest(int tags) {
            tagsPerRequest = positive("tagsPerRequest", tags);
            return this;
        }

        /** {@return the limits} */
        public Limits build() {
            return new Limits(this);
        }
    }
}
