package dev.personalize.internal.dataset;

import dev.personalize.internal.catalog.Catalog;
import dev.personalize.math.Parallel;
import dev.personalize.storage.Storage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the data of a group is kept with.
 *
 * @param storage where files lie
 * @param catalog reads and writes manifests there
 * @param executor runs helpers, compactions and the forcing of events nobody waits for
 * @param parallel what a snapshot is built with
 * @param now the time as an ISO-8601 instant
 * @param liveEvents most events of a user kept in memory
 * @param anonymousSessions most sessions kept in memory
 */
public record DataSettings(
        Storage storage,
        Catalog catalog,
        Executor executor,
        Supplier<Parallel> parallel,
        Supplier<String> now,
        int liveEvents,
        int anonymousSessions) {}
