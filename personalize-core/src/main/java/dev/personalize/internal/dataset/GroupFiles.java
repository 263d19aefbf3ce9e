package dev.personalize.internal.dataset;

import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.catalog.GroupManifest;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The manifest of a group, and the only way to change it. Safe for any number of threads. */
final class GroupFiles {
    private final Catalog catalog;
    private final String path;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile GroupManifest manifest;

    GroupFiles(Catalog catalog, String path, GroupManifest manifest) {
        this.catalog = catalog;
        this.path = path;
        this.manifest = manifest;
    }

    GroupManifest manifest() {
        return manifest;
    }

    /** Changes the manifest; it is on the medium when the call returns, and as before when it throws. */
    void commit(UnaryOperator<GroupManifest> change) {
        lock.lock();
        try {
            GroupManifest next = change.apply(manifest);
            catalog.write(path, next);
            manifest = next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the new files of rewrites be there, all in one step with another change. Then removes the files they stand for; or the new ones,
     * when it throws.
     *
     * @param now asked for the time of the change, in ISO-8601
     * @param more the other change
     */
    void commit(List<Rewrite> rewrites, Supplier<String> now, UnaryOperator<GroupManifest> more) {
        boolean named = false;
        try {
            String changed = now.get();
            commit(manifest -> {
                GroupManifest next = more.apply(manifest);
                for (Rewrite rewrite : rewrites) {
                    next = next.with(rewrite.applyTo(next, changed));
                }
                return next;
            });
            named = true;
        } finally {
            rewrites.forEach(named ? Rewrite::retireReplaced : Rewrite::undo);
        }
    }
}
