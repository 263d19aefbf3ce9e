package dev.personalize;

import dev.personalize.data.ColumnSelection;
import dev.personalize.data.Snapshot;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.VersionManifest;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;

/**
 * What a version was trained with, to train with it once more: for the same version again, or on a part of the data, to be measured on the
 * rest. Immutable.
 *
 * @param version as it was written down
 * @param solution settings of the training
 * @param recipe named or chosen
 */
record VersionSettings(VersionManifest version, SolutionManifest solution, Recipe recipe) {
    /** @param known those of its solution, where the version has not written down its own */
    static VersionSettings of(VersionManifest version, SolutionManifest known, Recipe recipe) {
        return new VersionSettings(
                version,
                version.provenance() == null ? known : version.provenance().settings(),
                recipe);
    }

    /** {@return the columns it learned from} */
    ColumnSelection columns() {
        return solution.columnSelection();
    }

    /** {@return what a training has to be given for the same version} */
    VersionTraining.Recorded recorded() {
        return new VersionTraining.Recorded(
                "version " + version.number() + " of solution '" + version.solution() + "'",
                new VersionTraining.Settled(recipe, hyperparameters(), version.tuned(), version.autoMl()),
                version.fingerprint());
    }

    /** {@return how good models are that are trained with these on a part of the data; nothing is searched} */
    EvaluationReport report(Snapshot all, EvaluationConfig config, Engine engine) {
        Snapshot data = columns().from(version.events().from(all));
        Cancellation never = new Cancellation();
        TrainingContext context = new TrainingContext(
                hyperparameters(),
                version.seed(),
                engine.parallel(never),
                ProgressListener.NONE,
                never,
                solution.weights());
        return new Evaluating(recipe, context, solution.objective()).report(data, version.events(), config);
    }

    private Hyperparameters hyperparameters() {
        return recipe.hyperparameters().values(version.hyperparameters());
    }
}
