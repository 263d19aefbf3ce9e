package dev.personalize;

import dev.personalize.data.Snapshot;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.insight.Insights;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything about one application: its datasets, its stream of events, its solutions, campaigns and filters. Made by
 * {@link Personalize}; safe for any number of threads.
 */
public final class DatasetGroup {
    private static final String DEFAULT_TRACKER = "event-tracker";

    private final Group group;
    private final GroupDatasets datasets;
    private final GroupResources resources;
    private final Jobs deletions;
    private final ReentrantLock changing = new ReentrantLock();

    DatasetGroup(GroupManifest manifest, Engine engine) {
        this.group = Group.open(manifest, engine);
        this.resources = new GroupResources(group);
        this.datasets = new GroupDatasets(group);
        this.deletions = new Jobs(
                engine,
                group.name(),
                group.folder() + "/jobs/deletions",
                "data deletion job",
                job -> manifest.lastDeletion().equals(job));
    }

    /** {@return the name} */
    public String name() {
        return group.name();
    }

    /** {@return when it was created} */
    public Instant created() {
        return Instant.parse(group.data().manifest().created());
    }

    /** {@return its tags} */
    public Tags tags() {
        return new Tags(group.engine(), "dataset group '" + name() + "'", Group.manifestPath(name()));
    }

    /**
     * Creates the dataset of the schema's type. The schema joins the home's registry, under the names of group and type, unless
     * it is there already.
     *
     * @throws ResourceAlreadyExistsException if the group has one of this type
     */
    public Dataset createDataset(Schema schema) {
        return datasets.create(schema);
    }

    /**
     * Creates the dataset of the schema's type.
     *
     * @throws ResourceAlreadyExistsException if the group has one of this type
     */
    public Dataset createDataset(RegisteredSchema schema) {
        return datasets.create(schema);
    }

    /**
     * {@return the dataset of this type}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Dataset dataset(DatasetType type) {
        return datasets.dataset(type);
    }

    /** {@return the dataset of this type, if there is one} */
    public Optional<Dataset> findDataset(DatasetType type) {
        return datasets.find(type);
    }

    /** {@return all datasets} */
    public List<Dataset> datasets() {
        return datasets.all();
    }

    /**
     * Deletes a dataset with all its rows, those put one by one included.
     *
     * @throws ResourceNotFoundException if there is none of this type
     * @throws ResourceInUseException if an import into it, or a training of the group, runs, or if a filter reads it
     */
    public void deleteDataset(DatasetType type) {
        String action = "delete the " + type.label() + " dataset";
        datasets.requireNoImport(type, action);
        resources.deleteDataset(type, action);
    }

    /**
     * {@return the stream of events; created under the name {@code event-tracker} if there is none yet}
     */
    public EventTracker eventTracker() {
        changing.lock();
        try {
            return findEventTracker().orElseGet(() -> createEventTracker(DEFAULT_TRACKER));
        } finally {
            changing.unlock();
        }
    }

    /** {@return the stream of events, if it was created} */
    public Optional<EventTracker> findEventTracker() {
        return EventTracker.find(group);
    }

    /**
     * Creates the stream of events.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if the group has one
     */
    public EventTracker createEventTracker(String name) {
        return EventTracker.create(group, name);
    }

    /** Deletes the stream of events; what was put stays. */
    public void deleteEventTracker() {
        EventTracker.delete(group);
    }

    /** {@return all data as it is now: bulk imports and streamed events} */
    public Snapshot snapshot() {
        return group.data().snapshot();
    }

    /**
     * {@return what the data is like as it is now: counts, completeness, how events lie in time and over users and items, and findings with
     * what to do next; reads all data}
     */
    public Insights insights() {
        Schema interactions =
                findDataset(DatasetType.INTERACTIONS).map(Dataset::schema).orElse(null);
        return Insights.of(snapshot(), interactions, datasets.leftOut());
    }

    /**
     * Merges the rows put one by one into few files, so that opening stays fast. Puts, reads and requests go on meanwhile. Done by
     * itself now and then; call it when there is time to spare.
     */
    public void compact() {
        group.data().compact();
    }

    /** {@return a data deletion, to be told what and run} */
    public DataDeletion deleteData() {
        return new DataDeletion(group, deletions, resources::versionIds);
    }

    /** {@return all data deletions, oldest first} */
    public List<Job> dataDeletions() {
        return deletions.all();
    }

    /** {@return all batch inference jobs, oldest first; one that was run again is there once for each run} */
    public List<Job> batchInferenceJobs() {
        return group.inferences().all();
    }

    /** {@return all batch segment jobs, oldest first; one that was run again is there once for each run} */
    public List<Job> batchSegmentJobs() {
        return group.segments().all();
    }

    /**
     * {@return the tags of a batch inference job}
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public Tags batchInferenceTags(String job) {
        return group.inferences().tags(job);
    }

    /**
     * {@return the tags of a batch segment job}
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public Tags batchSegmentTags(String job) {
        return group.segments().tags(job);
    }

    /**
     * Creates a solution; nothing is trained yet.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a solution of this name
     * @throws ResourceNotFoundException if there is no such recipe
     * @throws dev.personalize.error.InvalidInputException if the recipe does not understand a hyperparameter
     */
    public Solution createSolution(String name, SolutionConfig config) {
        return resources.createSolution(name, config);
    }

    /**
     * {@return the solution of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Solution solution(String name) {
        return resources.solution(name);
    }

    /** {@return the solution of this name, if there is one} */
    public Optional<Solution> findSolution(String name) {
        return resources.findSolution(name);
    }

    /** {@return all solutions, by name} */
    public List<Solution> solutions() {
        return resources.solutions();
    }

    /**
     * Deletes a solution with all its versions.
     *
     * @throws ResourceNotFoundException if there is none of this name
     * @throws ResourceInUseException if a campaign answers from it, or a training of it runs
     */
    public void deleteSolution(String name) {
        resources.deleteSolution(name);
    }

    /**
     * Creates a campaign that answers from a version.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a campaign of this name
     * @throws dev.personalize.error.InvalidInputException if the version is of a recipe for segments of users, or of another group
     */
    public Campaign createCampaign(String name, SolutionVersion version) {
        return createCampaign(name, version, CampaignConfig.defaults());
    }

    /**
     * As {@link #createCampaign(String, SolutionVersion)}, with a configuration of its own. When it explores, all interactions are
     * read once before this returns.
     */
    public Campaign createCampaign(String name, SolutionVersion version, CampaignConfig config) {
        return resources.createCampaign(name, version, config);
    }

    /**
     * {@return the campaign of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Campaign campaign(String name) {
        return resources.campaign(name);
    }

    /** {@return the campaign of this name, if there is one, ready to answer} */
    public Optional<Campaign> findCampaign(String name) {
        return resources.findCampaign(name);
    }

    /** {@return all campaigns, by name} */
    public List<Campaign> campaigns() {
        return resources.campaigns();
    }

    /** {@return the names of all solutions, of one that cannot be opened too} */
    List<String> solutionNames() {
        return resources.solutionNames();
    }

    /** {@return the campaigns that have been asked for since the home was opened} */
    List<Campaign> openCampaigns() {
        return resources.openCampaigns();
    }

    /**
     * Deletes a campaign; its solution stays.
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public void deleteCampaign(String name) {
        resources.deleteCampaign(name);
    }

    /**
     * Creates a filter.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @param expression in the language that docs/filters.md describes
     * @throws ResourceAlreadyExistsException if there is a filter of this name
     * @throws dev.personalize.error.InvalidInputException if the text is no expression, which names the column and what was
     *     expected there, or if it does not fit the datasets of the group
     * @throws dev.personalize.error.LimitExceededException if it is longer than {@link Limits#filterCharacters}, it or all filters
     *     together read too many fields, or there are too many filters
     */
    public Filter createFilter(String name, String expression) {
        return group.filters().create(name, expression);
    }

    /**
     * {@return the filter of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Filter filter(String name) {
        return group.filters().filter(name);
    }

    /** {@return the filter of this name, if there is one} */
    public Optional<Filter> findFilter(String name) {
        return group.filters().find(name);
    }

    /** {@return all filters, by name} */
    public List<Filter> filters() {
        return group.filters().all();
    }

    /**
     * Makes a filter one that every answer of the group respects, whatever a request asks for: items it drops are in no
     * recommendation, ranking, promotion or batch line. What it is for: items that have expired or are out of stock.
     *
     * <pre>EXCLUDE ItemID WHERE Items.EXPIRES_AT &lt;= $NOW | EXCLUDE ItemID WHERE Items.STATUS IN ("inactive")</pre>
     *
     * @param name of a filter whose only parameter, if any, is {@code $NOW}: seconds since the epoch at the time of the request
     * @throws dev.personalize.error.InvalidInputException if it has other parameters, a CurrentItem, or is not about items
     * @throws ResourceNotFoundException if there is no such filter
     */
    public void useStandingFilter(String name) {
        group.filters().stand(name);
    }

    /** Lets answers be made of all items again that the standing filter dropped. */
    public void removeStandingFilter() {
        group.filters().removeStanding();
    }

    /** {@return the filter that every answer respects, if there is one} */
    public Optional<Filter> standingFilter() {
        return Optional.ofNullable(group.data().manifest().standingFilter()).map(this::filter);
    }

    /**
     * Deletes a filter; a request that names it later is refused.
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    public void deleteFilter(String name) {
        group.filters().delete(name);
    }

    /** Refuses to go on while there is anything in the group. */
    void requireEmpty() {
        List<String> left = new ArrayList<>();
        datasets().forEach(dataset -> left.add(dataset.type().label() + " dataset"));
        findEventTracker().ifPresent(tracker -> left.add("event tracker '" + tracker.name() + "'"));
        solutions().forEach(solution -> left.add("solution '" + solution.name() + "'"));
        filters().forEach(filter -> left.add("filter '" + filter.name() + "'"));
        if (!left.isEmpty()) {
            throw new ResourceInUseException(
                    "cannot delete dataset group '" + name() + "': it has " + left + "; delete these first");
        }
    }

    boolean uses(String schemaName) {
        return group.data().manifest().datasets().stream()
                .anyMatch(dataset -> dataset.schema().equals(schemaName));
    }

    String folder() {
        return group.folder();
    }

    void close() {
        group.data().close();
    }
}
