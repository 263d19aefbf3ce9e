package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of a dataset group share.
 *
 * @param name the group's name
 * @param folder where it lies
 * @param engine what the home shares
 * @param data its data
 * @param shown the items of its last answers
 * @param inferences its batch inference jobs
 * @param segments its batch segment jobs
 */
record Group(
        String name, String folder, Engine engine, GroupData data, ShownItems shown, Jobs inferences, Jobs segments) {
    /** {@return items deleted at a moment or later: a model that read its data before may still know them} */
    Set<String> deletedSince(Instant moment) {
        Map<String, String> deleted = data.manifest().deletedItems();
        if (deleted.isEmpty()) {
            return Set.of();
        }
        Set<String> since = new HashSet<>();
        deleted.forEach((itemId, when) -> {
            if (!Instant.parse(when).isBefore(moment)) {
                since.add(itemId);
            }
        });
        return since;
    }

    /** {@return the text of each of these columns that has a value for the item} */
    Map<String, String> itemMetadata(String itemId, List<String> columns) {
        if (!data.has(DatasetType.ITEMS)) {
            throw new InvalidInputException(
                    "metadata columns " + columns + " were asked for, but the group has no items dataset");
        }
        Schema schema = data.schema(DatasetType.ITEMS);
        @Nullable Object[] row = data.item(itemId);
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String column : columns) {
            int position = schema.position(column);
            Object value = row == null || position >= row.length ? null : row[position];
            if (value != null) {
                wanted.put(column, value.toString());
            }
        }
        return wanted;
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
