package dev.personalize;

import dev.personalize.data.IdIndex;
import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.StoredFile;
import dev.personalize.internal.catalog.VersionFiles;
import dev.personalize.internal.catalog.VersionManifest;
import dev.personalize.recipe.LiveModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes a version that admits the items that came since to the model of a full one.
 *
 * @param base the full one
 * @param group its group
 */
record ItemUpdate(SolutionVersion base, Group group) {
    /** Refuses models whose campaigns get to know new items by themselves: they would have two positions. */
    ItemUpdate {
        if (base.deployment().model() instanceof LiveModel) {
            throw new InvalidInputException("models of recipe '" + base.recipe()
                    + "' get to know new items by themselves, and need no training with mode UPDATE: train with FULL");
        }
    }

    /** Refuses solutions whose recipe has no such versions. */
    static void requireAllowed(SolutionManifest settings, Engine engine) {
        if (settings.autoMl() != null
                || !engine.recipes().recipe(settings.recipe()).supportsUpdate()) {
            throw new InvalidInputException("recipe '" + settings.recipe() + "' of solution '" + settings.name()
                    + "' has no versions with training mode UPDATE: train with FULL");
        }
    }

    /** {@return the manifest of the version, whose files are written} */
    VersionManifest write(int number, String folder, RunningJob running) {
        long begin = System.nanoTime();
        IdIndex known = base.deployment().items();
        List<String> newItems = group.data().snapshot().items().ids().stream()
                .filter(itemId -> known.find(itemId) < 0)
                .sorted()
                .toList();
        running.cancellation().throwIfCancelled();
        Map<String, StoredFile> files =
                new VersionFiles(group.engine().storage(), folder).copyOf(base.manifest(), base.folder(), newItems);
        return base.manifest()
                .updatedAs(
                        number,
                        Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                        group.engine().now(),
                        files,
                        new VersionManifest.Training(
                                TrainingType.MANUAL.name(),
                                TrainingMode.UPDATE.name(),
                                base.number(),
                                base.eventTypeWeights(),
                                base.dataFrom().toString(),
                                null));
    }
}
