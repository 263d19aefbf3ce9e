package dev.personalize.filter;

import dev.personalize.data.AttributeVersion;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.schema.DatasetType;
import java.util.Optional;
import java.util.function.Function;

/**
 * What filters look at.
 *
 * @param attributes the records of items, users or actions as they are now; empty where the group has no such dataset
 * @param histories what a user did lately, by user id; asked only by filters of users
 * @param eventsPerType how many of a user's newest interactions of a type are looked at, at least 1
 * @param actionEventsPerType how many of a user's newest action interactions of a type are looked at, at least 1
 */
public record FilterData(
        Function<DatasetType, Optional<AttributeVersion>> attributes,
        Function<String, LiveHistories.History> histories,
        int eventsPerType,
        int actionEventsPerType) {

    /** Checks the numbers. */
    public FilterData {
        if (eventsPerType < 1 || actionEventsPerType < 1) {
            throw new IllegalArgumentException(
                    "events per type must be at least 1, were " + eventsPerType + " and " + actionEventsPerType);
        }
    }
}
