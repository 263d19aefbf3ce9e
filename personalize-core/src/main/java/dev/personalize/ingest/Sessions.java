package dev.personalize.ingest;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that were heard of last, a bounded number of them. Safe for any number of threads, which wait for nobody: a lock
 * taken by every event would make all threads that a force has woken at once wait a second time, each for the one before.
 */
final class Sessions {
    /** One in so many sessions is forgotten when there are too many: often enough to be quick, rarely enough to be cheap. */
    private static final int FORGOTTEN_SHARE = 16;

    private final int most;
    private final int eventsEach;
    private final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final ReentrantLock forgetting = new ReentrantLock();

    /**
     * @param most number of sessions kept; when there are more, the sixteenth of them (at least one) not heard of for longest goes
     * @param eventsEach number of events a session keeps
     */
    Sessions(int most, int eventsEach) {
        this.most = most;
        this.eventsEach = eventsEach;
    }

    /** One session: the events of a visitor nobody knows yet, or the user who identified himself. */
    static final class Session {
        private final int most;
        private volatile RecentEvents pending;
        private volatile @Nullable String userId;
        private volatile long heard;

        private Session(int most) {
            this.most = most;
            this.pending = new RecentEvents(most);
        }

        RecentEvents pending() {
            return pending;
        }

        /** {@return the user who identified himself last, or null while nobody has} */
        @Nullable String userId() {
            return userId;
        }

        /** Keeps an event of somebody unknown. */
        synchronized Kept add(RecentEvents.Event event) {
            if (userId != null) {
                return Kept.NOT;
            }
            return pending.add(event) ? Kept.NEW : Kept.KNOWN;
        }

        /** Links the session to a user and moves its events to his; no event is added meanwhile. */
        void identify(String identified, RecentEvents events) {
            if (!identified.equals(userId)) { // a session that has a user has no pending events
                link(identified, events);
            }
        }

        private synchronized void link(String identified, RecentEvents events) {
            pending.events().forEach(events::add);
            pending = new RecentEvents(most);
            userId = identified; // last: whoever finds it need not wait
        }
    }

    /** What became of an event. */
    enum Kept {
        /** It belongs to the user of the session. */
        NOT,
        /** It is kept. */
        NEW,
        /** It was kept before. */
        KNOWN
    }

    void forEach(BiConsumer<String, Session> action) {
        byId.forEach(action);
    }

    @Nullable Session find(String sessionId) {
        return byId.get(sessionId);
    }

    /** {@return the session, new if need be; it is the last one heard of now} */
    Session heard(String sessionId) {
        Session session = byId.get(sessionId);
        if (session == null) {
            Session made = new Session(eventsEach);
            made.heard = calls.incrementAndGet(); // before others see it, and think it the oldest
            Session other = byId.putIfAbsent(sessionId, made);
            session = other == null ? made : other;
            if (other == null && size.incrementAndGet() > most) {
                forgetOldest();
            }
        }
        session.heard = calls.incrementAndGet();
        return session;
    }

    private void forgetOldest() {
        if (!forgetting.tryLock()) {
            return; // another thread is at it
        }
        try {
            long[] heard =
                    byId.values().stream().mapToLong(session -> session.heard).toArray();
            Arrays.sort(heard);
            int forgotten = Math.max(1, most / FORGOTTEN_SHARE) + Math.max(0, heard.length - most - 1);
            long last = heard[Math.min(forgotten, heard.length) - 1];
            byId.forEach((sessionId, session) -> {
                if (session.heard <= last && byId.remove(sessionId, session)) {
                    size.decrementAndGet();
                }
            });
        } finally {
            forgetting.unlock();
        }
    }
}
