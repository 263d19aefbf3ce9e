package dev.personalize.storage;

class HeapStorageTest extends StorageContract {
    private final Storage storage = new HeapStorage();

    @Override
    Storage storage() {
        return storage;
    }
}
