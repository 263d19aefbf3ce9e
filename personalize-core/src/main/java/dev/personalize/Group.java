package dev.personalize;

import dev.personalize.data.AttributeVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.filter.FilterData;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of a dataset group share.
 *
 * @param name the group's name
 * @param folder where it lies
 * @param engine what the home shares
 * @param data its data
 * @param filters its filters
 * @param shown the items of its last answers
 * @param inferences its batch inference jobs
 * @param segments its batch segment jobs
 */
record Group(
        String name,
        String folder,
        Engine engine,
        GroupData data,
        Filters filters,
        ShownItems shown,
        Jobs inferences,
        Jobs segments) {
    /** Opens what was written down. */
    static Group open(GroupManifest manifest, Engine engine) {
        String name = manifest.name();
        String folder = FolderName.of(name);
        GroupData data = new GroupData(
                manifest,
                manifestPath(name),
                folder,
                engine.dataSettings(),
                schema -> engine.schemas().schema(schema).schema());
        return new Group(
                name,
                folder,
                engine,
                data,
                new Filters(name, folder, engine, data),
                new ShownItems(engine.limits().shownLists()),
                Jobs.resumable(engine, name, folder + "/jobs/inferences", "batch inference job"),
                Jobs.resumable(engine, name, folder + "/jobs/segments", "batch segment job"));
    }

    static String manifestPath(String name) {
        return FolderName.of(name) + "/group.json";
    }

    /** {@return what filters of the group look at} */
    FilterData filterData() {
        return new FilterData(
                data::records,
                userId -> data.histories().history(userId),
                engine.limits().filterEvents(),
                engine.limits().filterActionEvents());
    }

    /** {@return the text of each of these columns that has a value for the item} */
    Map<String, String> itemMetadata(String itemId, List<String> columns) {
        if (!data.has(DatasetType.ITEMS)) {
            throw new InvalidInputException(
                    "metadata columns " + columns + " were asked for, but the group has no items dataset");
        }
        columns.forEach(data.schema(DatasetType.ITEMS)::position);
        AttributeVersion items = data.records(DatasetType.ITEMS).orElseThrow();
        int row = items.row(itemId);
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String column : columns) {
            boolean known =
                    row >= 0 && items.schema().has(column); // a column the schema has just got may be missing yet
            Object value = known ? items.value(items.schema().position(column), row) : null;
            if (value != null) {
                wanted.put(column, value.toString());
            }
        }
        return wanted;
    }

    /** {@return the text of each column that has a value for the user} */
    Map<String, String> userAttributes(@Nullable String userId) {
        AttributeVersion users =
                userId == null ? null : data.records(DatasetType.USERS).orElse(null);
        int row = users == null || userId == null ? -1 : users.row(userId);
        if (users == null || row < 0) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        List<Field> fields = users.schema().fields();
        for (int column = 0; column < fields.size(); column++) {
            Object value = users.value(column, row);
            if (value != null) {
                attributes.put(fields.get(column).name(), value.toString());
            }
        }
        return attributes;
    }

    String campaignFolder() {
        return folder + "/campaigns";
    }

    /** {@return what every campaign serves} */
    List<CampaignManifest> campaignManifests() {
        List<CampaignManifest> all = new ArrayList<>();
        for (String file : engine.storage().list(campaignFolder())) {
            engine.catalog()
                    .find(campaignFolder() + "/" + file, CampaignManifest.class)
                    .ifPresent(all::add);
        }
        return all;
    }

    /**
     * Refuses to go on while a campaign or batch job answers from a version.
     *
     * @param version its number, or 0 for any version of the solution
     */
    void requireNotServed(String solution, int version, String action) {
        Predicate<Job> concerned = job -> {
            String asked = job.details().getOrDefault(BatchOptions.VERSION, "");
            return version == 0 ? asked.startsWith(solution + "/") : asked.equals(solution + "/" + version);
        };
        inferences.requireNone(concerned, action);
        segments.requireNone(concerned, action);
        for (CampaignManifest campaign : campaignManifests()) {
            if (campaign.solution().equals(solution) && (version == 0 || campaign.version() == version)) {
                throw new ResourceInUseException("cannot " + action + ": campaign '" + campaign.name()
                        + "' answers from it; delete the campaign, or update it to another version");
            }
        }
    }
}
