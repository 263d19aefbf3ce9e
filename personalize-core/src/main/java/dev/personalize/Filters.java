package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterExpression;
import dev.personalize.filter.FilterTarget;
import dev.personalize.internal.catalog.FilterManifest;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.internal.serving.FilterUse;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a group. Safe for any number of threads: finding a filter that was used before waits for nobody.
 */
final class Filters {
    private static final String MANIFEST = ".json";
    private static final String NOW = "NOW";
    private static final Set<String> NOW_ONLY = Set.of(NOW);

    private final String group;
    private final String folder;
    private final Engine engine;
    private final GroupData data;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Filter> byName = new ConcurrentHashMap<>();

    /**
     * @param group name of the group
     * @param groupFolder where the group lies
     * @param data the group's datasets, which expressions are checked against
     */
    Filters(String group, String groupFolder, Engine engine, GroupData data) {
        this.group = group;
        this.folder = groupFolder + "/filters";
        this.engine = engine;
        this.data = data;
    }

    Filter create(String name, String expression) {
        Names.checked("filter", name);
        changing.lock();
        try {
            if (find(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "filter '" + name + "' exists already: filter(name).update(expression) changes it");
            }
            List<Filter> others = all();
            int most = engine.limits().filters();
            if (others.size() >= most) {
                throw new LimitExceededException("dataset group '" + group + "' has " + others.size()
                        + " filters, the most allowed: delete one, or raise Limits.filters");
            }
            FilterExpression parsed = checked(expression, others);
            forgetTags(name);
            String now = engine.now();
            FilterManifest manifest = new FilterManifest(name, expression, now, now);
            engine.catalog().write(path(name), manifest);
            Filter filter = new Filter(manifest, parsed, this);
            byName.put(name, filter);
            return filter;
        } finally {
            changing.unlock();
        }
    }

    void update(Filter filter, String expression) {
        changing.lock();
        try {
            filter.parsed(); // must still be there
            List<Filter> others =
                    all().stream().filter(other -> other != filter).toList();
            FilterExpression parsed = checked(expression, others);
            if (filter.name().equals(data.manifest().standingFilter())) {
                requireStanding(filter.name(), parsed);
            }
            FilterManifest manifest = new FilterManifest(
                    filter.name(), expression, filter.manifest().created(), engine.now());
            engine.catalog().write(path(filter.name()), manifest);
            filter.become(manifest, parsed);
        } finally {
            changing.unlock();
        }
    }

    private FilterExpression checked(String expression, List<Filter> others) {
        Limits limits = engine.limits();
        if (expression.length() > limits.filterCharacters()) {
            throw new LimitExceededException("a filter expression of " + expression.length() + " characters; at most "
                    + limits.filterCharacters() + " are allowed: use parameters, or raise Limits.filterCharacters");
        }
        FilterExpression parsed = FilterExpression.parse(expression);
        Map<DatasetType, Schema> schemas = new EnumMap<>(DatasetType.class);
        for (DatasetType type : DatasetType.values()) {
            if (data.has(type)) {
                schemas.put(type, data.schema(type));
            }
        }
        parsed.check(schemas);
        if (parsed.fields().size() > limits.fieldsPerFilter()) {
            throw new LimitExceededException(
                    "the filter reads " + parsed.fields().size() + " fields; at most " + limits.fieldsPerFilter()
                            + " are allowed: make several filters, or raise Limits.fieldsPerFilter");
        }
        Set<String> all = new HashSet<>(parsed.fields());
        others.forEach(other -> all.addAll(other.parsed().fields()));
        if (all.size() > limits.fieldsOfAllFilters()) {
            throw new LimitExceededException("all filters of dataset group '" + group + "' together would read "
                    + all.size() + " fields; at most " + limits.fieldsOfAllFilters()
                    + " are allowed: delete one, or raise Limits.fieldsOfAllFilters");
        }
        return parsed;
    }

    Filter filter(String name) {
        return find(name)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "dataset group '" + group + "' has no filter '" + name + "': createFilter makes it"));
    }

    Optional<Filter> find(String name) {
        Filter known = byName.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Names.checked("filter", name);
        changing.lock();
        try {
            Filter open = byName.get(name);
            if (open == null) {
                FilterManifest manifest =
                        engine.catalog().find(path(name), FilterManifest.class).orElse(null);
                if (manifest == null) {
                    return Optional.empty();
                }
                open = new Filter(manifest, FilterExpression.parse(manifest.expression()), this);
                byName.put(name, open);
            }
            return Optional.of(open);
        } finally {
            changing.unlock();
        }
    }

    List<Filter> all() {
        List<Filter> all = new ArrayList<>();
        for (String file : engine.storage().list(folder)) {
            if (file.endsWith(MANIFEST)) {
                FolderName.nameOf(file.substring(0, file.length() - MANIFEST.length()))
                        .flatMap(this::find)
                        .ifPresent(all::add);
            }
        }
        return all.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    void delete(String name) {
        changing.lock();
        try {
            Filter filter = filter(name);
            if (name.equals(data.manifest().standingFilter())) {
                throw new ResourceInUseException("cannot delete filter '" + name
                        + "': it is the standing filter of the group; call removeStandingFilter first");
            }
            engine.storage().delete(path(name));
            filter.markDeleted();
            byName.remove(name);
            forgetTags(name);
        } finally {
            changing.unlock();
        }
    }

    /** Makes a filter the one that every answer respects. */
    void stand(String name) {
        changing.lock();
        try {
            requireStanding(name, filter(name).parsed());
            data.changeManifest(manifest -> manifest.withStandingFilter(name));
        } finally {
            changing.unlock();
        }
    }

    void removeStanding() {
        data.changeManifest(manifest -> manifest.withStandingFilter(null));
    }

    private static void requireStanding(String name, FilterExpression expression) {
        if (!NOW_ONLY.containsAll(expression.parameters())
                || expression.usesCurrentItem()
                || expression.target() != FilterTarget.ITEM) {
            throw new InvalidInputException("filter '" + name + "' cannot be the standing filter of the group: "
                    + "that is about items, has no parameter but $NOW, and no CurrentItem");
        }
    }

    /** {@return the standing filter as a request of this moment uses it, or null for none} */
    @Nullable FilterUse standing(Instant now) {
        String name = data.manifest().standingFilter();
        if (name == null) {
            return null;
        }
        FilterExpression expression = filter(name).parsed();
        return new FilterUse(
                name,
                expression,
                expression.parameters().isEmpty() ? Map.of() : Map.of(NOW, Long.toString(now.getEpochSecond())));
    }

    /** {@return a filter as a request uses it, or null for none} */
    @Nullable FilterUse use(@Nullable String name, Map<String, String> values) {
        return name == null ? null : new FilterUse(name, filter(name).parsed(), values);
    }

    /** Runs something that may only be done while no filter reads a dataset, nor begins to. */
    void whileUnread(DatasetType type, String action, Runnable body) {
        changing.lock();
        try {
            for (Filter filter : all()) {
                if (filter.parsed().reads(type)) {
                    throw new ResourceInUseException("cannot " + action + ": filter '" + filter.name()
                            + "' reads it; delete the filter, or update it to another expression");
                }
            }
            body.run();
        } finally {
            changing.unlock();
        }
    }

    /** @param there whether there is a filter of this name */
    Tags tags(String name, BooleanSupplier there) {
        return new Tags(engine, "filter '" + name + "'", path(name), there);
    }

    private void forgetTags(String name) {
        tags(name, () -> engine.storage().exists(path(name))).forget();
    }

    private String path(String filter) {
        return folder + "/" + FolderName.of(filter) + MANIFEST;
    }
}
