package dev.personalize.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that were heard of last, a bounded number of them. Safe for any number of threads; finding one waits for nobody.
 */
final class Sessions {
    private final int most;
    private final int eventsEach;
    private final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> byRecency = new LinkedHashMap<>(16, 0.75f, true); // guarded by lock

    /**
     * @param most number of sessions kept; when there are more, the one not heard of for longest goes
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
        private @Nullable String userId;

        private Session(int most) {
            this.most = most;
            this.pending = new RecentEvents(most);
        }

        RecentEvents pending() {
            return pending;
        }

        /** Keeps an event of somebody unknown; {@return whose it is instead, or null when it was kept} */
        synchronized @Nullable String add(RecentEvents.Event event) {
            if (userId == null) {
                pending.add(event);
            }
            return userId;
        }

        /** Links the session to a user and moves its events to his; no event is added meanwhile. */
        synchronized void identify(String identified, RecentEvents events) {
            userId = identified;
            pending.events().forEach(events::add);
            pending = new RecentEvents(most);
        }
    }

    @Nullable Session find(String sessionId) {
        return byId.get(sessionId);
    }

    /** {@return the session, new if need be; it is the last one heard of now} */
    Session heard(String sessionId) {
        lock.lock();
        try {
            Session session = byRecency.get(sessionId);
            if (session == null) {
                session = new Session(eventsEach);
                byRecency.put(sessionId, session);
                byId.put(sessionId, session);
                if (byRecency.size() > most) {
                    String oldest = byRecency.keySet().iterator().next();
                    byRecency.remove(oldest);
                    byId.remove(oldest);
                }
            }
            return session;
        } finally {
            lock.unlock();
        }
    }
}
