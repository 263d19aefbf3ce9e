package dev.personalize;

import dev.personalize.catalogue.RecipeCatalogue;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.internal.dataset.Closing;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.schema.Schema;
import dev.personalize.storage.DirectoryStorage;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way in: a home of dataset groups. Close it when the application ends; only one process at a time may have a home open.
 *
 * <pre>{@code
 * try (Personalize personalize = Personalize.open(Path.of("data"))) {
 *     DatasetGroup shop = personalize.createDatasetGroup("shop");
 *     shop.createDataset(Schema.parse(avsc)).importCsv(Path.of("interactions.csv"));
 *     SolutionVersion version = shop.createSolution("for-you", SolutionConfig.of("matrix-factorization")).train();
 *     Campaign home = shop.createCampaign("home-page", version);
 *     home.recommend(RecommendationRequest.forUser("alice"));
 * }
 * }</pre>
 *
 * Safe for any number of threads.
 */
public final class Personalize implements AutoCloseable {
    private final Storage storage;
    private final Engine engine;
    private final Map<String, DatasetGroup> groups = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final DueWork dueWork = new DueWork(this::datasetGroups);

    private Personalize(Storage storage, Engine engine) {
        this.storage = storage;
        this.engine = engine;
    }

    /**
     * Opens a home folder, making it if need be, with the installed recipes, the system clock and all processors.
     *
     * @throws dev.personalize.error.ResourceInUseException if another process, or another object of this one, has it open
     */
    public static Personalize open(Path home) {
        return builder().open(home);
    }

    /** {@return a home that lives in memory and is gone when closed} */
    public static Personalize inMemory() {
        return builder().inMemory();
    }

    /** {@return a builder, for those who bring their own clock, executor or recipes} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a dataset group.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a group of this name
     */
    public DatasetGroup createDatasetGroup(String name) {
        Names.checked("dataset group", name);
        changing.lock();
        try {
            if (findDatasetGroup(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "dataset group '" + name + "' exists already: datasetGroup(name) finds it");
            }
            storage.delete(FolderName.of(name)); // of one deleted while the process died
            engine.catalog().write(Group.manifestPath(name), GroupManifest.empty(name, engine.now()));
            return datasetGroup(name);
        } finally {
            changing.unlock();
        }
    }

    /**
     * {@return the dataset group of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public DatasetGroup datasetGroup(String name) {
        return findDatasetGroup(name)
                .orElseThrow(() -> new ResourceNotFoundException("no dataset group '" + name + "' in this home"));
    }

    /** {@return the dataset group of this name, if there is one} */
    public Optional<DatasetGroup> findDatasetGroup(String name) {
        Names.checked("dataset group", name);
        changing.lock();
        try {
            DatasetGroup open = groups.get(name);
            if (open == null) {
                open = engine.catalog()
                        .find(Group.manifestPath(name), GroupManifest.class)
                        .map(manifest -> new DatasetGroup(manifest, engine))
                        .orElse(null);
                if (open != null) {
                    groups.put(name, open);
                }
            }
            return Optional.ofNullable(open);
        } finally {
            changing.unlock();
        }
    }

    /** {@return all dataset groups, by name} */
    public List<DatasetGroup> datasetGroups() {
        List<DatasetGroup> all = new ArrayList<>();
        for (String folder : storage.list("")) {
            FolderName.nameOf(folder)
                    .filter(name -> storage.exists(Group.manifestPath(name)))
                    .map(this::datasetGroup)
                    .ifPresent(all::add);
        }
        return all;
    }

    /**
     * Deletes a dataset group that has nothing in it any more.
     *
     * @throws ResourceNotFoundException if there is none of this name
     * @throws ResourceInUseException if it still has datasets, an event tracker or solutions
     */
    public void deleteDatasetGroup(String name) {
        changing.lock();
        try {
            DatasetGroup group = datasetGroup(name);
            group.requireEmpty();
            groups.remove(name);
            group.close();
            storage.delete(group.folder());
        } finally {
            changing.unlock();
        }
    }

    /**
     * {@return the event tracker of this tracking id}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public EventTracker eventTracker(String trackingId) {
        return datasetGroups().stream()
                .map(DatasetGroup::findEventTracker)
                .flatMap(Optional::stream)
                .filter(tracker -> tracker.trackingId().equals(trackingId))
                .findFirst()
                .orElseThrow(() ->
                        new ResourceNotFoundException("no event tracker has the tracking id '" + trackingId + "'"));
    }

    /**
     * Registers a schema, for any number of datasets of any group.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a schema of this name
     */
    public RegisteredSchema createSchema(String name, Schema schema) {
        return engine.schemas().create(name, schema);
    }

    /**
     * {@return the schema of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public RegisteredSchema schema(String name) {
        return engine.schemas().schema(name);
    }

    /** {@return all registered schemas} */
    public List<RegisteredSchema> schemas() {
        return engine.schemas().all();
    }

    /**
     * Deletes a schema.
     *
     * @throws ResourceNotFoundException if there is none of this name
     * @throws ResourceInUseException if a dataset uses it
     */
    public void deleteSchema(String name) {
        schema(name);
        for (DatasetGroup group : datasetGroups()) {
            if (group.uses(name)) {
                throw new ResourceInUseException("cannot delete schema '" + name + "': dataset group '" + group.name()
                        + "' has a dataset of it; delete the dataset first");
            }
        }
        engine.schemas().delete(name);
    }

    /** {@return the recipes a solution may name} */
    public RecipeRegistry recipes() {
        return engine.recipes();
    }

    /** {@return what these recipes are, to list, filter and read: what they answer, and their hyperparameters with defaults and ranges} */
    public RecipeCatalogue recipeCatalogue() {
        return RecipeCatalogue.of(engine.recipes());
    }

    /** {@return what the service would do by itself, and here an application has done on a thread of its own} */
    public DueWork dueWork() {
        return dueWork;
    }

    /**
     * Gives the home free. Requests still running on another thread may fail; {@linkplain #dueWork due work} is ended before.
     *
     * @throws java.io.UncheckedIOException if the medium fails; the home is free all the same, and events put with
     *     {@link dev.personalize.ingest.Durability#FLUSHED} lately may be lost in a power loss
     */
    @Override
    public void close() {
        try {
            dueWork.close();
            Closing.all(groups.values(), DatasetGroup::close);
        } finally {
            storage.close();
        }
    }

    /** What a home is opened with. For one thread. */
    public static final class Builder {
        private Clock clock = Clock.systemUTC();
        private Executor executor = ForkJoinPool.commonPool();
        private int parallelism = Runtime.getRuntime().availableProcessors();
        private RecipeRegistry recipes = RecipeRegistry.installed();
        private Limits limits = Limits.defaults();
        private OperationListener listener = OperationListener.NONE;

        private Builder() {}

        /** Sets the clock that dates resources, and events without a time of their own. Default: the system's, in UTC. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets what runs the helpers of a training, import or batch thread, and the asynchronous forms of all jobs. Default: the JDK's common pool. The library starts no
         * threads of its own.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets how many threads at most work on one training, import or batch job, the caller's included. Default: the number of
         * processors. Results do not depend on it.
         *
         * @param threads at least 1
         */
        public Builder parallelism(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("parallelism must be at least 1, was " + threads);
            }
            this.parallelism = threads;
            return this;
        }

        /** Sets the recipes. Default: those {@link java.util.ServiceLoader} finds. */
        public Builder recipes(RecipeRegistry recipes) {
            this.recipes = recipes;
            return this;
        }

        /** Sets how much a call may bring and how much is kept in memory. Default: the service's limits. */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /** Sets who is told of imports, trainings, requests and events, for metrics. Default: nobody. */
        public Builder listener(OperationListener listener) {
            this.listener = listener;
            return this;
        }

        /** As {@link Personalize#open(Path)}. */
        public Personalize open(Path home) {
            return open(DirectoryStorage.open(home));
        }

        /** As {@link Personalize#inMemory()}. */
        public Personalize inMemory() {
            return open(new HeapStorage());
        }

        /**
         * Opens a home kept elsewhere than in a folder, for those who bring a {@link Storage} of their own. It belongs to the
         * home from then on, and is closed with it.
         */
        public Personalize open(Storage storage) {
            Catalog catalog = new Catalog(storage);
            Schemas schemas =
                    new Schemas(storage, catalog, () -> clock.instant().toString());
            return new Personalize(
                    storage,
                    new Engine(
                            storage,
                            catalog,
                            schemas,
                            clock,
                            executor,
                            parallelism,
                            recipes,
                            limits,
                            new Listening(listener),
                            new ReentrantLock()));
        }
    }
}
