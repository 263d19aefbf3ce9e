package dev.personalize.testkit;

import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;

class HeapStorageTest extends StorageContract {
    private final Storage storage = new HeapStorage();

    @Override
    protected Storage storage() {
        return storage;
    }
}
