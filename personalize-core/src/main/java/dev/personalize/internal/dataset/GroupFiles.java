package dev.personalize.internal.dataset;

import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.catalog.GroupManifest;
import java.util.concurrent.locks.ReentrantLock;
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
}
