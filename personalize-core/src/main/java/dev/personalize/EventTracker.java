package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.Durability;
import dev.personalize.internal.catalog.GroupManifest.TrackerManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events as they happen. When {@link #put} returns, the events are on disk, the next request of their users knows
 * them, and the next training learns from them. Made by {@link DatasetGroup}; safe for any number of threads: events put at the
 * same time share the forcing to disk, so that many threads together put far more events than one.
 */
public final class EventTracker {
    private final Group group;
    private final TrackerManifest manifest;
    private final Map<DatasetType, EventRows> rowsOfType = new ConcurrentHashMap<>();

    EventTracker(Group group, TrackerManifest manifest) {
        this.group = group;
        this.manifest = manifest;
    }

    /** {@return the tracker of a group, if it was created} */
    static Optional<EventTracker> find(Group group) {
        return Optional.ofNullable(group.data().manifest().tracker())
                .map(manifest -> new EventTracker(group, manifest));
    }

    /** Creates the tracker of a group, as {@link DatasetGroup#createEventTracker} says. */
    static EventTracker create(Group group, String name) {
        Names.checked("event tracker", name);
        TrackerManifest created = new TrackerManifest(
                name, UUID.randomUUID().toString(), group.engine().now());
        forgetTags(group);
        group.data().changeManifest(manifest -> {
            if (manifest.tracker() != null) {
                throw new ResourceAlreadyExistsException("dataset group '" + group.name() + "' has the event tracker '"
                        + manifest.tracker().name() + "' already: eventTracker() finds it");
            }
            return manifest.with(created);
        });
        return new EventTracker(group, created);
    }

    /** Deletes the tracker of a group; what was put stays. */
    static void delete(Group group) {
        group.data().changeManifest(manifest -> manifest.with((TrackerManifest) null));
        forgetTags(group);
    }

    private static void forgetTags(Group group) {
        tags(group, () -> group.data().manifest().tracker() != null).forget();
    }

    /** {@return the name} */
    public String name() {
        return manifest.name();
    }

    /** {@return what {@link Personalize#eventTracker(String)} finds it by} */
    public String trackingId() {
        return manifest.trackingId();
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(manifest.created());
    }

    /** {@return its tags} */
    public Tags tags() {
        return tags(group, () -> manifest.equals(group.data().manifest().tracker()));
    }

    /** @param there whether there is one */
    static Tags tags(Group group, BooleanSupplier there) {
        return new Tags(
                group.engine(),
                "the event tracker of dataset group '" + group.name() + "'",
                group.folder() + "/event-tracker.json",
                there);
    }

    /** As {@link #put(List)}. */
    public void put(Event... events) {
        put(List.of(events));
    }

    /** As {@link #put(List, Durability)}, with {@link Durability#FORCED}. */
    public void put(List<Event> events) {
        put(events, Durability.FORCED);
    }

    /**
     * Stores events, all or none of them. An event whose id came before is kept, but counts only once.
     *
     * @param events 1 to {@link Limits#recordsPerPut}
     * @param durability what has happened to the events when the call returns
     * @throws InvalidInputException if an event does not fit the schema of the interactions dataset
     * @throws LimitExceededException if there are too many events, or an event is too large
     * @throws ResourceNotFoundException if the group has no interactions dataset, or this tracker was deleted
     */
    public void put(List<Event> events, Durability durability) {
        long start = System.nanoTime();
        try {
            group.data().put(DatasetType.INTERACTIONS, rows(events), durability);
        } catch (RuntimeException e) {
            tell(events.size(), start, e);
            throw e;
        }
        tell(events.size(), start, null);
    }

    private void tell(int events, long start, @Nullable RuntimeException failure) {
        group.engine().listening().tell(listener -> {
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            listener.eventsPut(new OperationListener.PutEvents(group.name(), events, time, failure));
        });
    }

    /**
     * As {@link #put(List, Durability)}, for those who must not wait: bad events are refused at once, and the future completes
     * when the events are durable and visible, or exceptionally when they are not.
     */
    public CompletableFuture<Void> putAsync(List<Event> events, Durability durability) {
        return group.data().putAsync(DatasetType.INTERACTIONS, rows(events), durability);
    }

    private List<@Nullable Object[]> rows(List<Event> events) {
        requireOpen();
        requireCount(events.size(), group.engine().limits(), "events");
        EventRows rows = rowsOf(DatasetType.INTERACTIONS);
        List<@Nullable Object[]> all = new ArrayList<>(events.size());
        for (Event event : events) {
            all.add(rows.row(event, all.size() + 1, group.shown()));
        }
        return all;
    }

    /**
     * Stores what users did with actions, all or none of it.
     *
     * @param interactions 1 to {@link Limits#recordsPerPut}
     * @throws InvalidInputException if one does not fit the schema of the action interactions dataset
     * @throws LimitExceededException if there are too many, or one is too large
     * @throws ResourceNotFoundException if the group has no action interactions dataset, or this tracker was deleted
     */
    public void putActionInteractions(List<ActionInteraction> interactions) {
        requireOpen();
        requireCount(interactions.size(), group.engine().limits(), "action interactions");
        EventRows rows = rowsOf(DatasetType.ACTION_INTERACTIONS);
        List<@Nullable Object[]> all = new ArrayList<>(interactions.size());
        for (ActionInteraction interaction : interactions) {
            all.add(rows.row(interaction, all.size() + 1));
        }
        group.data().put(DatasetType.ACTION_INTERACTIONS, all, Durability.FORCED);
    }

    private EventRows rowsOf(DatasetType type) {
        Schema schema = group.data().schema(type);
        EventRows known = rowsOfType.get(type);
        if (known == null || !known.isOf(schema)) {
            known = new EventRows(
                    schema, group.engine().limits(), group.engine().clock());
            rowsOfType.put(type, known);
        }
        return known;
    }

    private void requireOpen() {
        TrackerManifest now = group.data().manifest().tracker();
        if (now == null || !now.trackingId().equals(trackingId())) {
            throw new ResourceNotFoundException("event tracker '" + name() + "' was deleted: create another one");
        }
    }

    static void requireCount(int count, Limits limits, String what) {
        if (count < 1) {
            throw new InvalidInputException("there are no " + what + " to put: name at least one");
        }
        if (count > limits.recordsPerPut()) {
            throw new LimitExceededException(
                    "a put of " + count + " " + what + " is more than the " + limits.recordsPerPut()
                            + " of one call: put them in several calls, or raise Limits.recordsPerPut");
        }
    }
}
