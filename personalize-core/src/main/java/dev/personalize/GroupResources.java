package dev.personalize;

import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterExpression;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.catalog.FilterManifest;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The solutions, campaigns and filters of a group: which there are, opened on first use, and what stands in the way of deleting one.
 * Safe for any number of threads.
 */
final class GroupResources {
    private static final String MANIFEST = ".json";

    private final Group group;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Solution> solutions = new HashMap<>();
    private final Map<String, Campaign> campaigns = new HashMap<>();
    private final Map<String, Filter> filters = new ConcurrentHashMap<>();

    GroupResources(Group group) {
        this.group = group;
    }

    Solution createSolution(String name, SolutionConfig config) {
        Names.checked("solution", name);
        changing.lock();
        try {
            if (findSolution(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "solution '" + name + "' exists already: solution(name) finds it");
            }
            group.engine().storage().delete(solutionFolder(name)); // of one deleted while the process died
            group.engine().catalog().write(solutionPath(name), Solution.manifest(name, config, group.engine()));
            return solution(name);
        } finally {
            changing.unlock();
        }
    }

    Solution solution(String name) {
        return findSolution(name).orElseThrow(() -> missing("solution", name));
    }

    Optional<Solution> findSolution(String name) {
        Names.checked("solution", name);
        changing.lock();
        try {
            Solution open = solutions.get(name);
            if (open == null) {
                open = group.engine()
                        .catalog()
                        .find(solutionPath(name), SolutionManifest.class)
                        .map(manifest -> new Solution(manifest, solutionFolder(name), group))
                        .orElse(null);
                if (open != null) {
                    solutions.put(name, open);
                }
            }
            return Optional.ofNullable(open);
        } finally {
            changing.unlock();
        }
    }

    List<Solution> solutions() {
        List<Solution> all = new ArrayList<>();
        for (String child : group.engine().storage().list(group.folder() + "/solutions")) {
            FolderName.nameOf(child).flatMap(this::findSolution).ifPresent(all::add);
        }
        return all;
    }

    void deleteSolution(String name) {
        changing.lock();
        try {
            String action = "delete solution '" + name + "'";
            solution(name).requireIdle(action);
            group.requireNotServed(name, 0, action);
            group.engine().storage().delete(solutionFolder(name));
            solutions.remove(name);
        } finally {
            changing.unlock();
        }
    }

    Campaign createCampaign(String name, SolutionVersion version) {
        Names.checked("campaign", name);
        changing.lock();
        try {
            if (findCampaign(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "campaign '" + name + "' exists already: campaign(name).update(version) changes its version");
            }
            version.requireGroup(group);
            String now = group.engine().now();
            group.engine()
                    .catalog()
                    .write(
                            campaignPath(name),
                            new CampaignManifest(name, version.solution(), version.number(), now, now));
            return campaign(name);
        } finally {
            changing.unlock();
        }
    }

    Campaign campaign(String name) {
        return findCampaign(name).orElseThrow(() -> missing("campaign", name));
    }

    Optional<Campaign> findCampaign(String name) {
        Names.checked("campaign", name);
        changing.lock();
        try {
            Campaign open = campaigns.get(name);
            if (open == null) {
                CampaignManifest manifest = group.engine()
                        .catalog()
                        .find(campaignPath(name), CampaignManifest.class)
                        .orElse(null);
                if (manifest == null) {
                    return Optional.empty();
                }
                SolutionVersion version = solution(manifest.solution()).version(manifest.version());
                open = new Campaign(manifest, campaignPath(name), version, group);
                campaigns.put(name, open);
            }
            return Optional.of(open);
        } finally {
            changing.unlock();
        }
    }

    List<Campaign> campaigns() {
        return group.campaignManifests().stream()
                .map(CampaignManifest::name)
                .sorted()
                .map(this::campaign)
                .toList();
    }

    void deleteCampaign(String name) {
        changing.lock();
        try {
            campaign(name).delete();
            campaigns.remove(name);
        } finally {
            changing.unlock();
        }
    }

    Filter createFilter(String name, String expression) {
        Names.checked("filter", name);
        changing.lock();
        try {
            if (findFilter(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "filter '" + name + "' exists already: filter(name).update(expression) changes it");
            }
            List<Filter> others = filters();
            int most = group.engine().limits().filters();
            if (others.size() >= most) {
                throw new LimitExceededException("dataset group '" + group.name() + "' has " + others.size()
                        + " filters, the most allowed: delete one, or raise Limits.filters");
            }
            FilterExpression parsed = checked(expression, others);
            String now = group.engine().now();
            FilterManifest manifest = new FilterManifest(name, expression, now, now);
            group.engine().catalog().write(filterPath(name), manifest);
            Filter filter = new Filter(manifest, parsed, this);
            filters.put(name, filter);
            return filter;
        } finally {
            changing.unlock();
        }
    }

    void updateFilter(Filter filter, String expression) {
        changing.lock();
        try {
            filter.parsed(); // must still be there
            List<Filter> others =
                    filters().stream().filter(other -> other != filter).toList();
            FilterExpression parsed = checked(expression, others);
            FilterManifest manifest = new FilterManifest(
                    filter.name(),
                    expression,
                    filter.manifest().created(),
                    group.engine().now());
            group.engine().catalog().write(filterPath(filter.name()), manifest);
            filter.become(manifest, parsed);
        } finally {
            changing.unlock();
        }
    }

    private FilterExpression checked(String expression, List<Filter> others) {
        Limits limits = group.engine().limits();
        if (expression.length() > limits.filterCharacters()) {
            throw new LimitExceededException("a filter expression of " + expression.length() + " characters; at most "
                    + limits.filterCharacters() + " are allowed: use parameters, or raise Limits.filterCharacters");
        }
        FilterExpression parsed = FilterExpression.parse(expression);
        Map<DatasetType, Schema> schemas = new EnumMap<>(DatasetType.class);
        for (DatasetType type : DatasetType.values()) {
            if (group.data().has(type)) {
                schemas.put(type, group.data().schema(type));
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
            throw new LimitExceededException("all filters of dataset group '" + group.name() + "' together would read "
                    + all.size() + " fields; at most " + limits.fieldsOfAllFilters()
                    + " are allowed: delete one, or raise Limits.fieldsOfAllFilters");
        }
        return parsed;
    }

    Filter filter(String name) {
        return findFilter(name).orElseThrow(() -> missing("filter", name));
    }

    Optional<Filter> findFilter(String name) {
        Names.checked("filter", name);
        Filter open = filters.get(name); // requests look filters up, and wait for no campaign that is being opened
        return open != null ? Optional.of(open) : openFilter(name);
    }

    private Optional<Filter> openFilter(String name) {
        changing.lock();
        try {
            Filter open = filters.get(name);
            if (open == null) {
                FilterManifest manifest = group.engine()
                        .catalog()
                        .find(filterPath(name), FilterManifest.class)
                        .orElse(null);
                if (manifest == null) {
                    return Optional.empty();
                }
                open = new Filter(manifest, FilterExpression.parse(manifest.expression()), this);
                filters.put(name, open);
            }
            return Optional.of(open);
        } finally {
            changing.unlock();
        }
    }

    List<Filter> filters() {
        List<Filter> all = new ArrayList<>();
        for (String file : group.engine().storage().list(filterFolder())) {
            if (file.endsWith(MANIFEST)) {
                FolderName.nameOf(file.substring(0, file.length() - MANIFEST.length()))
                        .flatMap(this::findFilter)
                        .ifPresent(all::add);
            }
        }
        return all.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    void deleteFilter(String name) {
        changing.lock();
        try {
            Filter filter = filter(name);
            group.engine().storage().delete(filterPath(name));
            filter.markDeleted();
            filters.remove(name);
        } finally {
            changing.unlock();
        }
    }

    /** Deletes a dataset that no training and no filter reads. */
    void deleteDataset(DatasetType type, String action) {
        changing.lock();
        try {
            solutions().forEach(solution -> solution.requireIdle(action));
            for (Filter filter : filters()) {
                if (filter.parsed().reads(type)) {
                    throw new ResourceInUseException("cannot " + action + ": filter '" + filter.name()
                            + "' reads it; delete the filter, or update it to another expression");
                }
            }
            group.data().delete(type);
        } finally {
            changing.unlock();
        }
    }

    private ResourceNotFoundException missing(String kind, String name) {
        return new ResourceNotFoundException("dataset group '" + group.name() + "' has no " + kind + " '" + name + "'");
    }

    private String solutionFolder(String solution) {
        return group.folder() + "/solutions/" + FolderName.of(solution);
    }

    private String solutionPath(String solution) {
        return solutionFolder(solution) + "/solution.json";
    }

    private String campaignPath(String campaign) {
        return group.campaignFolder() + "/" + FolderName.of(campaign) + MANIFEST;
    }

    private String filterFolder() {
        return group.folder() + "/filters";
    }

    private String filterPath(String filter) {
        return filterFolder() + "/" + FolderName.of(filter) + MANIFEST;
    }
}
