package dev.personalize;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The solutions and campaigns of a group: which there are, opened on first use, and what stands in the way of deleting one.
 * Safe for any number of threads.
 */
final class GroupResources {
    private static final String MANIFEST = ".json";

    private final Group group;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Solution> solutions = new HashMap<>();
    private final Map<String, Campaign> campaigns = new HashMap<>();

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
            SolutionManifest manifest = SolutionSettings.of(name, config, group.engine());
            ColumnRule.check(config.columns(), group.data());
            if (group.data().has(DatasetType.ITEMS)) {
                config.objective().ifPresent(aim -> ObjectiveRule.check(aim, group.data()));
            }
            group.engine().storage().delete(solutionFolder(name)); // of one deleted while the process died
            forgetSolutionTags(name);
            group.engine().catalog().write(solutionPath(name), manifest);
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
                        .map(manifest -> new Solution(manifest, solutionFolder(name), group, this::redeploy))
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
        return solutionNames().stream()
                .map(this::findSolution)
                .flatMap(Optional::stream)
                .toList();
    }

    /** {@return the names of all, of one that cannot be opened too} */
    List<String> solutionNames() {
        List<String> all = new ArrayList<>();
        for (String child : group.engine().storage().list(group.folder() + "/solutions")) {
            FolderName.nameOf(child).ifPresent(all::add);
        }
        return all;
    }

    /** {@return the solution and number of each version} */
    List<String> versionIds() {
        return solutions().stream()
                .flatMap(solution -> solution.versions().stream())
                .map(version -> version.solution() + "/" + version.number())
                .toList();
    }

    void deleteSolution(String name) {
        changing.lock();
        try {
            String action = "delete solution '" + name + "'";
            solution(name).requireIdle(action);
            group.requireNotServed(name, 0, action);
            group.engine().storage().delete(solutionFolder(name));
            solutions.remove(name);
            forgetSolutionTags(name);
        } finally {
            changing.unlock();
        }
    }

    Campaign createCampaign(String name, SolutionVersion version, CampaignConfig config) {
        Names.checked("campaign", name);
        changing.lock();
        try {
            if (findCampaign(name).isPresent()) {
                throw new ResourceAlreadyExistsException(
                        "campaign '" + name + "' exists already: campaign(name).update(version) changes its version");
            }
            version.requireGroup(group);
            version.requireItemAnswers("a campaign");
            Campaign.requireNewest(config, version);
            version.deployment().requireInfluenced(config.influence(), version.recipe());
            forgetCampaignTags(name);
            String now = group.engine().now();
            group.engine()
                    .catalog()
                    .write(
                            campaignPath(name),
                            new CampaignManifest(
                                    name, version.solution(), version.number(), now, now, config.settings(), null));
            Campaign created = campaign(name);
            if (config.explorationWeight() > 0) {
                created.refreshItems();
            }
            return created;
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
                Solution solution = solution(manifest.solution());
                open = new Campaign(
                        manifest, campaignPath(name), solution.version(manifest.version()), group, this::solution);
                if (manifest.syncs()) {
                    solution.latestVersion().ifPresent(open::follow); // one that came as the process died
                }
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

    /** {@return the campaigns that have been asked for since the home was opened; others are up to date when they are} */
    List<Campaign> openCampaigns() {
        changing.lock();
        try {
            return List.copyOf(campaigns.values());
        } finally {
            changing.unlock();
        }
    }

    /** Lets the campaigns that follow its solution answer from a new version. */
    private void redeploy(SolutionVersion version) {
        openCampaigns().forEach(campaign -> campaign.follow(version));
    }

    void deleteCampaign(String name) {
        changing.lock();
        try {
            campaign(name).delete();
            campaigns.remove(name);
            forgetCampaignTags(name);
        } finally {
            changing.unlock();
        }
    }

    /** Deletes a dataset that no training and no filter reads. */
    void deleteDataset(DatasetType type, String action) {
        changing.lock();
        try {
            solutions().forEach(solution -> solution.requireIdle(action));
            group.filters().whileUnread(type, action, () -> group.data().delete(type));
            Dataset.tags(group, type).forget();
        } finally {
            changing.unlock();
        }
    }

    /** Those of its versions too. */
    private void forgetSolutionTags(String name) {
        Tags.forgetAll(group.engine(), solutionFolder(name));
    }

    private void forgetCampaignTags(String name) {
        new Tags(group.engine(), "campaign '" + name + "'", campaignPath(name)).forget();
    }

    private ResourceNotFoundException missing(String kind, String name) {
        return new ResourceNotFoundException("dataset group '" + group.name() + "' has no " + kind + " '" + name + "'");
    }

    private String solutionFolder(String solution) {
        return group.folder() + "/solutions/" + FolderName.of(solution);
    }

    private String solutionPath(String solution) {
        return solutionFolder(solution) + "/" + Solution.FILE;
    }

    private String campaignPath(String campaign) {
        return group.campaignFolder() + "/" + FolderName.of(campaign) + MANIFEST;
    }
}
