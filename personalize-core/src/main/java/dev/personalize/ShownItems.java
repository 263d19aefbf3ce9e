package dev.personalize;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The items of the last answers by recommendation id, for as many answers as there is room. Safe for any number of threads. */
final class ShownItems {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<String>> items = new HashMap<>();
    private final Queue<String> oldestFirst = new ArrayDeque<>();

    ShownItems(int capacity) {
        this.capacity = capacity;
    }

    void remember(String recommendationId, List<String> itemIds) {
        lock.lock();
        try {
            if (items.put(recommendationId, itemIds) == null) {
                oldestFirst.add(recommendationId);
            }
            while (oldestFirst.size() > capacity) {
                items.remove(oldestFirst.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return what was shown, or null if that is not known any more} */
    @Nullable List<String> find(String recommendationId) {
        lock.lock();
        try {
            return items.get(recommendationId);
        } finally {
            lock.unlock();
        }
    }
}
