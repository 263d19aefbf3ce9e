package dev.personalize.internal.catalog;

import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset group with its datasets. One file, so that one write changes any number of datasets at once.
 *
 * @param name the group's name
 * @param created ISO-8601 instant
 * @param datasets at most one of each type
 * @param tracker the event tracker, or null for none
 * @param deletedItems ISO-8601 instant of the deletion of each deleted item: versions trained before it no longer show it
 * @param lastDeletion name of the last deletion job that was done, or empty
 * @param standingFilter name of the filter every answer respects, or null for none
 */
public record GroupManifest(
        String name,
        String created,
        List<DatasetManifest> datasets,
        @Nullable TrackerManifest tracker,
        Map<String, String> deletedItems,
        String lastDeletion,
        @Nullable String standingFilter) {

    /**
     * The door for events.
     *
     * @param name the tracker's name
     * @param trackingId what events are addressed to
     * @param created ISO-8601 instant
     */
    public record TrackerManifest(String name, String trackingId, String created) {}

    /** Copies the collections. */
    public GroupManifest {
        datasets = List.copyOf(datasets);
        deletedItems = new LinkedHashMap<>(deletedItems);
    }

    /** {@return a group without anything} */
    public static GroupManifest empty(String name, String now) {
        return new GroupManifest(name, now, List.of(), null, Map.of(), "", null);
    }

    /** {@return the dataset of a type, if there is one} */
    public Optional<DatasetManifest> dataset(DatasetType type) {
        return datasets.stream().filter(dataset -> dataset.type() == type).findFirst();
    }

    /** {@return the group with this dataset in place of the one of its type} */
    public GroupManifest with(DatasetManifest dataset) {
        List<DatasetManifest> all = new ArrayList<>(without(dataset.type()).datasets);
        all.add(dataset);
        return new GroupManifest(name, created, all, tracker, deletedItems, lastDeletion, standingFilter);
    }

    /** {@return the group without the dataset of this type} */
    public GroupManifest without(DatasetType type) {
        return new GroupManifest(
                name,
                created,
                datasets.stream().filter(dataset -> dataset.type() != type).toList(),
                tracker,
                deletedItems,
                lastDeletion,
                standingFilter);
    }

    /** {@return the group with this tracker, or none} */
    public GroupManifest with(@Nullable TrackerManifest newTracker) {
        return new GroupManifest(name, created, datasets, newTracker, deletedItems, lastDeletion, standingFilter);
    }

    /** {@return the group after a deletion job, with these items deleted too} */
    public GroupManifest withDeletion(String job, Iterable<String> itemIds, String now) {
        Map<String, String> all = new LinkedHashMap<>(deletedItems);
        itemIds.forEach(itemId -> all.put(itemId, now));
        return new GroupManifest(name, created, datasets, tracker, all, job, standingFilter);
    }

    /** {@return the group with this standing filter, or none} */
    public GroupManifest withStandingFilter(@Nullable String filter) {
        return new GroupManifest(name, created, datasets, tracker, deletedItems, lastDeletion, filter);
    }
}
