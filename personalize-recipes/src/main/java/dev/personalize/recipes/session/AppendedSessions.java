package dev.personalize.recipes.session;

import dev.personalize.data.EventWeight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that came after a training, and for each item the newest of them. Events are appended by one thread at a time, each for
 * well under a microsecond of the others' time; any number of threads read meanwhile without waiting, and see every event appended before they began.
 */
final class AppendedSessions {
    /** Of more sessions the oldest are forgotten. */
    static final int MOST_SESSIONS = 1 << 20;

    private static final int BLOCK = 1 << 10;
    /** Numbers begin again before those of the training and these together leave the range. */
    private static final int NUMBERS = 1 << 30;

    private final Settings settings;
    private final EventWeight weight;
    private final int longest;
    private final int mostSessions;
    private final Map<String, Session> open = new HashMap<>();
    /** Sessions by number modulo its length; grows up to the most. */
    private volatile AtomicReferenceArray<Session> sessions;

    private volatile AtomicReferenceArray<Recent>[] recent;
    private int next;
    private volatile long newest = Long.MIN_VALUE;

    /** A session that still grows: its items are replaced, never changed. */
    static final class Session {
        final int number;
        final String userId;
        volatile int[] items;
        volatile long time;
        volatile float weight;

        private Session(int number, String userId, int item, long time, float weight) {
            this.number = number;
            this.userId = userId;
            this.items = new int[] {item};
            this.time = time;
            this.weight = weight;
        }
    }

    /** The newest sessions of an item, oldest first: what stands before the size never changes. */
    static final class Recent {
        final int[] numbers;
        volatile int size;

        private Recent(int[] numbers, int size) {
            this.numbers = numbers;
            this.size = size;
        }
    }

    AppendedSessions(Settings settings, EventWeight weight, int longest) {
        this(settings, weight, longest, MOST_SESSIONS);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    AppendedSessions(Settings settings, EventWeight weight, int longest, int mostSessions) {
        this.settings = settings;
        this.weight = weight;
        this.longest = longest;
        this.mostSessions = mostSessions;
        this.sessions = new AtomicReferenceArray<>(Math.min(BLOCK, mostSessions));
        this.recent = new AtomicReferenceArray[0];
    }

    /** Appends an event to its user's session, or begins another one with it. */
    synchronized void append(String userId, int item, int eventType, long timestamp) {
        float counts = weight.of(eventType, timestamp);
        if (!(counts > 0)) {
            return;
        }
        Session session = open.get(userId);
        if (session != null && belongs(session, timestamp)) {
            extend(session, item, timestamp, counts);
        } else {
            Session begun = begin(new Session(next, userId, item, timestamp, counts));
            // An event that comes late begins a session of its own, and leaves the present one open.
            if (session == null || timestamp >= session.time) {
                open.put(userId, begun);
            }
        }
        newest = Math.max(newest, timestamp);
    }

    private boolean belongs(Session session, long timestamp) {
        return session.items.length < longest
                && (settings.gap() == Long.MAX_VALUE || Math.abs(timestamp - session.time) <= settings.gap());
    }

    private void extend(Session session, int item, long timestamp, float counts) {
        int[] before = session.items;
        int[] items = Arrays.copyOf(before, before.length + 1);
        int size = Distinct.add(items, 0, before.length, item);
        session.items = size == items.length ? items : Arrays.copyOf(items, size);
        session.time = Math.max(session.time, timestamp);
        session.weight = Math.max(session.weight, counts);
        if (size > before.length) {
            // A session of one item says nothing, so that its first item is noted with the second.
            if (before.length == 1) {
                note(before[0], session.number);
            }
            note(item, session.number);
        }
    }

    private Session begin(Session session) {
        if (next < mostSessions && next == sessions.length()) {
            AtomicReferenceArray<Session> larger =
                    new AtomicReferenceArray<>((int) Math.min(mostSessions, 2L * sessions.length()));
            for (int i = 0; i < next; i++) {
                larger.set(i, sessions.get(i));
            }
            sessions = larger;
        }
        Session forgotten = sessions.getAndSet(place(next), session);
        next = (next + 1) % NUMBERS;
        if (forgotten != null) {
            open.remove(forgotten.userId, forgotten);
        }
        return session;
    }

    private int place(int number) {
        return Math.floorMod(number, mostSessions);
    }

    private void note(int item, int number) {
        AtomicReferenceArray<Recent> block = block(item / BLOCK);
        Recent noted = block.get(item % BLOCK);
        if (noted == null || noted.size == noted.numbers.length) {
            block.set(item % BLOCK, with(noted, number));
        } else {
            int size = noted.size;
            noted.numbers[size] = number;
            noted.size = size + 1;
        }
    }

    private Recent with(@Nullable Recent noted, int number) {
        int kept = noted == null ? 0 : Math.min(noted.size, settings.sessionsPerItem() - 1);
        int[] numbers = new int[Math.max(4, 2 * kept + 2)];
        if (noted != null) {
            System.arraycopy(noted.numbers, noted.size - kept, numbers, 0, kept);
        }
        numbers[kept] = number;
        return new Recent(numbers, kept + 1);
    }

    private AtomicReferenceArray<Recent> block(int number) {
        if (number >= recent.length) {
            AtomicReferenceArray<Recent>[] larger = Arrays.copyOf(recent, number + 1);
            for (int i = recent.length; i < larger.length; i++) {
                larger[i] = new AtomicReferenceArray<>(BLOCK);
            }
            recent = larger;
        }
        return recent[number];
    }

    /** {@return time of the newest event, {@link Long#MIN_VALUE} if there is none} */
    long newest() {
        return newest;
    }

    /** {@return the newest sessions of an item, or null if there is none} */
    @Nullable Recent recent(int item) {
        AtomicReferenceArray<Recent>[] blocks = recent;
        return item / BLOCK < blocks.length ? blocks[item / BLOCK].get(item % BLOCK) : null;
    }

    /** {@return a session, or null if it is forgotten} */
    @Nullable Session session(int number) {
        Session session = sessions.get(place(number));
        return session != null && session.number == number ? session : null;
    }
}
