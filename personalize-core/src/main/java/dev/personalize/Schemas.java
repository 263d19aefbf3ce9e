package dev.personalize;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.SchemaManifest;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The schemas of a home. Lies beside the groups, under a name no group can have. Safe for any number of threads. */
final class Schemas {
    static final String FOLDER = "_schemas";
    private static final String JSON = ".json";

    private final Storage storage;
    private final Catalog catalog;
    private final Supplier<String> now;
    private final ReentrantLock lock = new ReentrantLock();

    Schemas(Storage storage, Catalog catalog, Supplier<String> now) {
        this.storage = storage;
        this.catalog = catalog;
        this.now = now;
    }

    RegisteredSchema create(String name, Schema schema) {
        Names.checked("schema", name);
        lock.lock();
        try {
            if (find(name).isPresent()) {
                throw new ResourceAlreadyExistsException("schema '" + name
                        + "' exists already, and schemas never change: choose another name, or use schema(name)");
            }
            SchemaManifest manifest = new SchemaManifest(name, schema.toJson(), now.get());
            catalog.write(path(name), manifest);
            return registered(manifest);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the schema under a name like this one, registered now unless it was before} */
    RegisteredSchema createLike(String name, Schema schema) {
        lock.lock();
        try {
            String candidate = name;
            for (int number = 2; ; number++) {
                Optional<RegisteredSchema> taken = find(candidate);
                if (taken.isEmpty()) {
                    return create(candidate, schema);
                }
                if (taken.get().schema().toJson().equals(schema.toJson())) {
                    return taken.get();
                }
                candidate = name + "-" + number;
            }
        } finally {
            lock.unlock();
        }
    }

    RegisteredSchema schema(String name) {
        return find(name)
                .orElseThrow(() ->
                        new ResourceNotFoundException("no schema '" + name + "' in this home: createSchema makes it"));
    }

    Optional<RegisteredSchema> find(String name) {
        return catalog.find(path(Names.checked("schema", name)), SchemaManifest.class)
                .map(Schemas::registered);
    }

    List<RegisteredSchema> all() {
        List<RegisteredSchema> all = new ArrayList<>();
        for (String file : storage.list(FOLDER)) {
            catalog.find(FOLDER + "/" + file, SchemaManifest.class)
                    .map(Schemas::registered)
                    .ifPresent(all::add);
        }
        return all;
    }

    void delete(String name) {
        schema(name);
        storage.delete(path(name));
    }

    private static RegisteredSchema registered(SchemaManifest manifest) {
        return new RegisteredSchema(manifest.name(), Schema.parse(manifest.json()), Instant.parse(manifest.created()));
    }

    private static String path(String name) {
        return FOLDER + "/" + FolderName.of(name) + JSON;
    }
}
