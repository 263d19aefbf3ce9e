package dev.personalize;

import dev.personalize.data.Snapshot;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything about one application: its datasets, its stream of events, its solutions and campaigns. Made by
 * {@link Personalize}; safe for any number of threads.
 */
public final class DatasetGroup {
    private static final String MANIFEST = ".json";

    private final String name;
    private final Engine engine;
    private final GroupData data;
    private final EventTracker eventTracker;
    private final Map<String, Solution> solutions = new ConcurrentHashMap<>();
    private final Map<String, Campaign> campaigns = new ConcurrentHashMap<>();

    DatasetGroup(String name, Engine engine) {
        this.name = name;
        this.engine = engine;
        this.data = new GroupData(name, engine);
        this.eventTracker = new EventTracker(data, engine.clock());
    }

    static String manifestPath(String name) {
        return name + "/group.json";
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /**
     * Creates the dataset of the schema's type.
     *
     * @throws ResourceAlreadyExistsException if the group has one of this type
     */
    public Dataset createDataset(Schema schema) {
        return data.create(schema);
    }

    /**
     * {@return the dataset of this type}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Dataset dataset(DatasetType type) {
        return findDataset(type)
                .orElseThrow(() -> new ResourceNotFoundException("dataset group '" + name + "' has no " + type.label()
                        + " dataset: createDataset(schema) makes it"));
    }

    /** {@return the dataset of this type, if there is one} */
    public Optional<Dataset> findDataset(DatasetType type) {
        return data.dataset(type);
    }

    /** {@return the stream of events, the only one of the group} */
    public EventTracker eventTracker() {
        return eventTracker;
    }

    /** {@return all data as it is now: bulk imports and streamed events} */
    public Snapshot snapshot() {
        return data.snapshot();
    }

    /**
     * Creates a solution; nothing is trained yet.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a solution of this name
     * @throws ResourceNotFoundException if there is no such recipe
     * @throws dev.personalize.error.InvalidInputException if the recipe does not understand a hyperparameter
     */
    public synchronized Solution createSolution(String name, SolutionConfig config) {
        Names.checked("solution", name);
        if (findSolution(name).isPresent()) {
            throw new ResourceAlreadyExistsException("solution '" + name + "' exists already: solution(name) finds it");
        }
        engine.catalog().write(solutionPath(name), Solution.manifest(name, config, engine));
        return solution(name);
    }

    /**
     * {@return the solution of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Solution solution(String name) {
        return findSolution(name)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "dataset group '" + this.name + "' has no solution '" + name + "'"));
    }

    /** {@return the solution of this name, if there is one} */
    public synchronized Optional<Solution> findSolution(String name) {
        Names.checked("solution", name);
        Solution open = solutions.get(name);
        if (open == null) {
            open = engine.catalog()
                    .find(solutionPath(name), SolutionManifest.class)
                    .map(manifest -> new Solution(manifest, folder("solutions") + "/" + name, data, engine))
                    .orElse(null);
            if (open != null) {
                solutions.put(name, open);
            }
        }
        return Optional.ofNullable(open);
    }

    /** {@return all solutions, by name} */
    public List<Solution> solutions() {
        List<Solution> all = new ArrayList<>();
        for (String child : engine.storage().list(folder("solutions"))) {
            if (engine.storage().exists(solutionPath(child))) {
                all.add(solution(child));
            }
        }
        return all;
    }

    /**
     * Creates a campaign that answers from a version.
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws ResourceAlreadyExistsException if there is a campaign of this name
     */
    public synchronized Campaign createCampaign(String name, SolutionVersion version) {
        Names.checked("campaign", name);
        if (findCampaign(name).isPresent()) {
            throw new ResourceAlreadyExistsException(
                    "campaign '" + name + "' exists already: campaign(name).update(version) changes its version");
        }
        version.requireGroup(data);
        String now = engine.now();
        engine.catalog()
                .write(campaignPath(name), new CampaignManifest(name, version.solution(), version.number(), now, now));
        return campaign(name);
    }

    /**
     * {@return the campaign of this name}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public Campaign campaign(String name) {
        return findCampaign(name)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "dataset group '" + this.name + "' has no campaign '" + name + "'"));
    }

    /** {@return the campaign of this name, if there is one, ready to answer} */
    public synchronized Optional<Campaign> findCampaign(String name) {
        Names.checked("campaign", name);
        Campaign open = campaigns.get(name);
        if (open == null) {
            CampaignManifest manifest = engine.catalog()
                    .find(campaignPath(name), CampaignManifest.class)
                    .orElse(null);
            if (manifest == null) {
                return Optional.empty();
            }
            SolutionVersion version = solution(manifest.solution()).version(manifest.version());
            open = new Campaign(manifest, campaignPath(name), version, data, engine);
            campaigns.put(name, open);
        }
        return Optional.of(open);
    }

    /** {@return all campaigns, by name} */
    public List<Campaign> campaigns() {
        List<Campaign> all = new ArrayList<>();
        for (String child : engine.storage().list(folder("campaigns"))) {
            if (child.endsWith(MANIFEST)) {
                all.add(campaign(child.substring(0, child.length() - MANIFEST.length())));
            }
        }
        return all;
    }

    void close() {
        data.close();
    }

    private String folder(String kind) {
        return name + "/" + kind;
    }

    private String solutionPath(String solution) {
        return folder("solutions") + "/" + solution + "/solution.json";
    }

    private String campaignPath(String campaign) {
        return folder("campaigns") + "/" + campaign + MANIFEST;
    }
}
