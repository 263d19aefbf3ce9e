package dev.personalize.ingest;

import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What every user did, kept in memory so that the next answer can know it: the events of a snapshot and those added since, which
 * {@link #history} knows as soon as {@link #add} returns. Safe for any number of threads; readers wait for writers of the same
 * user only, and no longer than it takes to copy a history.
 *
 * <p>Memory: the snapshot's events are read where they are and take none. An event added takes 28 bytes and up to half as much
 * again of room to grow, a user who has any about 200 more, a session about 300 more (on a JVM with compressed references); the
 * string of an item or type the snapshot does not know is kept once. Of each user and session the newest {@code eventsPerUser}
 * events added are kept, of sessions those heard of last.
 */
public final class LiveHistories {
    /** The history of somebody who did nothing. */
    public static final History NOTHING = new History(new String[0], new String[0], new float[0], new long[0]);

    private static final int MOST_SHARED = 1 << 17;

    private final int eventsPerUser;
    private final BaseHistories base;
    private final Sessions sessions;
    private final ConcurrentHashMap<String, RecentEvents> byUser = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> shared = new ConcurrentHashMap<>();
    private volatile Listener listener = (ownerId, itemId, eventType, value, timestamp) -> {};

    /** Is told of events. */
    @FunctionalInterface
    public interface Listener {
        /**
         * An event was added.
         *
         * @param ownerId the user, or the session while nobody is identified in it
         * @param eventType null for none
         * @param value NaN for none
         * @param timestamp seconds since the epoch
         */
        void added(String ownerId, String itemId, @Nullable String eventType, float value, long timestamp);
    }

    /**
     * The events of one user from oldest to newest, as parallel arrays; those of one second in the order in which they were
     * added. The arrays belong to the caller.
     *
     * @param itemIds item of each event
     * @param eventTypes type of each event, or null for none
     * @param values event value, NaN for none
     * @param timestamps seconds since the epoch
     * @param places where the items and types stand in the snapshot, or null when that is not known of any
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record History(
            String[] itemIds,
            @Nullable String[] eventTypes,
            float[] values,
            long[] timestamps,
            @Nullable Places places) {
        /** A history of which no places are known. */
        public History(String[] itemIds, @Nullable String[] eventTypes, float[] values, long[] timestamps) {
            this(itemIds, eventTypes, values, timestamps, null);
        }

        /** {@return the newest {@code most} events of both, oldest first; of one second, those of this history first} */
        public History with(History other, int most) {
            return Histories.merge(this, other, most);
        }
    }

    /**
     * Where the items and types of a history stand in the indexes of the snapshot it begins with. Whoever has a table from there to
     * positions of its own need not look up the strings, which for a history of some hundred events takes as long as scoring it.
     *
     * @param itemIndex of the snapshot
     * @param items position of each event's item, or -1 for one that must be looked up; shape [events]
     * @param typeIndex of the snapshot
     * @param types position of each event's type, meant where the item's is not -1; -1 for none; shape [events]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Places(IdIndex itemIndex, int[] items, IdIndex typeIndex, int[] types) {
        /** {@return the places of other events of which these are some} */
        Places with(int[] otherItems, int[] otherTypes) {
            return new Places(itemIndex, otherItems, typeIndex, otherTypes);
        }
    }

    /**
     * Begins with the events of a snapshot, which stay in memory as long as this.
     *
     * @param base what happened so far
     * @param eventsPerUser the newest events of a user or session that are kept and told, at least 1
     * @param anonymousSessions number of sessions kept, at least 1: when there are more, the sixteenth of
     *     them (at least one) of which nothing was heard for longest is forgotten, with its pending events and its user
     */
    public LiveHistories(Snapshot base, int eventsPerUser, int anonymousSessions) {
        if (eventsPerUser < 1 || anonymousSessions < 1) {
            throw new IllegalArgumentException("events per user and sessions must be at least 1, were " + eventsPerUser
                    + " and " + anonymousSessions);
        }
        this.eventsPerUser = eventsPerUser;
        this.base = new BaseHistories(base);
        this.sessions = new Sessions(anonymousSessions, eventsPerUser);
    }

    /** Begins with nothing; the limits are those of the {@linkplain #LiveHistories(Snapshot, int, int) other constructor}. */
    public LiveHistories(int eventsPerUser, int anonymousSessions) {
        this(Snapshot.builder().build(), eventsPerUser, anonymousSessions);
    }

    /**
     * Adds an event of a user.
     *
     * @param eventType null for none
     * @param value NaN for none
     * @param timestamp seconds since the epoch
     * @param eventIdHash hash of the event's id, which is ignored when it was added for this user before and is still kept; 0
     *     for an event without id
     */
    public void add(
            String userId, String itemId, @Nullable String eventType, float value, long timestamp, long eventIdHash) {
        addTo(userId, event(itemId, eventType, value, timestamp, eventIdHash));
    }

    private void addTo(String userId, RecentEvents.Event event) {
        if (recent(userId).add(event)) {
            tell(userId, event, listener);
        }
    }

    private static void tell(String ownerId, RecentEvents.Event event, Listener listener) {
        listener.added(ownerId, event.itemId(), event.eventType(), event.value(), event.timestamp());
    }

    /**
     * Adds an event of a session: to the user who identified himself in it last, or to the session's own pending events until
     * somebody does.
     *
     * @param eventType null for none
     * @param value NaN for none
     * @param timestamp seconds since the epoch
     * @param eventIdHash as in {@link #add}
     */
    public void addAnonymous(
            String sessionId,
            String itemId,
            @Nullable String eventType,
            float value,
            long timestamp,
            long eventIdHash) {
        RecentEvents.Event event = event(itemId, eventType, value, timestamp, eventIdHash);
        Sessions.Session session = sessions.heard(sessionId);
        Sessions.Kept kept = session.add(event);
        String userId = session.userId();
        if (kept == Sessions.Kept.NEW) {
            tell(sessionId, event, listener);
        } else if (kept == Sessions.Kept.NOT && userId != null) {
            addTo(userId, event);
        }
    }

    /**
     * Tells somebody from now on of every event as it is added, once, by the thread that adds it and before it is done. Events that an
     * {@link #identify} gives to a user were told as those of the session. Whoever was told before no longer is.
     */
    public void tell(Listener whom) {
        listener = whom;
    }

    /**
     * Tells of all events that are kept and are not older than a time: those of one user from oldest to newest, but those of the snapshot
     * before those added since. Of an event added meanwhile it may tell or not.
     *
     * @param timestamp seconds since the epoch
     */
    public void forEachSince(long timestamp, Listener whom) {
        base.forEachSince(timestamp, whom);
        byUser.forEach((userId, recent) -> tellSince(timestamp, userId, recent, whom));
        sessions.forEach((sessionId, session) -> tellSince(timestamp, sessionId, session.pending(), whom));
    }

    private static void tellSince(long timestamp, String ownerId, RecentEvents recent, Listener whom) {
        for (RecentEvents.Event event : recent.events()) {
            if (event.timestamp() >= timestamp) {
                tell(ownerId, event, whom);
            }
        }
    }

    /**
     * Says who is behind a session: its pending events become the user's at once, and so do the session's later anonymous
     * events, until somebody else is identified.
     */
    public void identify(String sessionId, String userId) {
        sessions.heard(sessionId).identify(userId, recent(userId));
    }

    /**
     * {@return the newest events of a user, oldest first, at most as many as are kept per user; with the pending events of a
     * session of that id, if there is one; none for an unknown id}
     */
    public History history(String userOrSessionId) {
        History history = base.history(userOrSessionId, eventsPerUser);
        RecentEvents recent = byUser.get(userOrSessionId);
        if (recent != null) {
            history = Histories.merge(history, recent.history(), eventsPerUser);
        }
        Sessions.Session session = sessions.find(userOrSessionId);
        if (session != null) {
            history = Histories.merge(history, session.pending().history(), eventsPerUser);
        }
        return history;
    }

    private RecentEvents recent(String userId) {
        RecentEvents recent = byUser.get(userId);
        return recent != null
                ? recent
                : byUser.computeIfAbsent(base.user(userId), id -> new RecentEvents(eventsPerUser));
    }

    private RecentEvents.Event event(
            String itemId, @Nullable String eventType, float value, long timestamp, long eventIdHash) {
        String item = base.item(itemId);
        String type = eventType == null ? null : base.eventType(eventType);
        return new RecentEvents.Event(
                item != null ? item : shared(itemId),
                type != null || eventType == null ? type : shared(eventType),
                value,
                timestamp,
                eventIdHash);
    }

    /** {@return an equal string that others use too, unless there are too many different ones to keep track of} */
    private String shared(String text) {
        String known = shared.get(text);
        if (known == null && shared.size() < MOST_SHARED) {
            known = shared.putIfAbsent(text, text);
        }
        return known == null ? text : known;
    }
}
