package dev.personalize;

import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.dataset.DataSettings;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.storage.Storage;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all resources of a home share.
 *
 * @param tagging held by whoever reads or changes the tags of a resource
 */
record Engine(
        Storage storage,
        Catalog catalog,
        Schemas schemas,
        Clock clock,
        Executor executor,
        int parallelism,
        RecipeRegistry recipes,
        Limits limits,
        Listening listening,
        ReentrantLock tagging) {

    Parallel parallel(Cancellation cancellation) {
        return new Parallel(executor, parallelism, cancellation);
    }

    /** {@return what runs the one helper of a job; the calling thread itself where one thread is all that is allowed} */
    Executor helper() {
        return parallelism > 1 ? executor : Runnable::run;
    }

    String now() {
        return clock.instant().toString();
    }

    DataSettings dataSettings() {
        return new DataSettings(
                storage,
                catalog,
                executor,
                () -> parallel(new Cancellation()),
                this::now,
                limits.liveEvents(),
                limits.anonymousSessions());
    }
}
