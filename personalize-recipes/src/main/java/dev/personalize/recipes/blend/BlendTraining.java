package dev.personalize.recipes.blend;

import dev.personalize.data.Snapshot;
import dev.personalize.math.Spares;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.TrainingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains the parts of a blend: once on what is left when some events are kept back, to find weights on these, and those that weigh
 * something once more on everything. For one thread, which others help.
 */
final class BlendTraining {
    private static final int UNITS = 1_000;
    private static final int CASES_A_CHUNK = 8;

    private final String name;
    private final List<Part> parts;
    private final TrainingContext context;
    private final String task;
    private final long total;
    private long done;

    /**
     * @param name of the recipe that is trained
     * @param trainings how many parts are trained in all, those of twice counted twice
     */
    BlendTraining(String name, List<Part> parts, int trainings, TrainingContext context) {
        this.name = name;
        this.parts = parts;
        this.context = context;
        this.task = "train " + name;
        this.total = (long) trainings * UNITS;
        context.progress().progress(task, 0, total);
        context.cancellation().throwIfCancelled();
    }

    /**
     * {@return a blend whose weights are those that find best what is kept back}
     *
     * @param users most users to keep something back of
     * @param newest whether that is their newest events, or any
     */
    static Model train(
            String name, List<Part> parts, Snapshot data, int users, boolean newest, TrainingContext context) {
        BlendTraining training = new BlendTraining(name, parts, 2 * parts.size(), context);
        Validation validation = Validation.of(data, users, newest, context.random("events kept back to find weights"));
        List<Choices> choices = training.choices(validation);
        WeightSearch best = search(choices, Standard.MOST_ROOTS, parts.size(), context);
        WeightSearch.Found found = best.weights();
        int roots = Standard.MOST_ROOTS;
        for (int fewer = roots - 1; fewer >= 0; fewer--) {
            WeightSearch other = search(choices, fewer, parts.size(), context);
            WeightSearch.Found foundByOther = other.weights();
            if (foundByOther.ndcg() > found.ndcg()) {
                best = other;
                found = foundByOther;
                roots = fewer;
            }
        }
        return training.finish(data, found.weights(), roots, best.repeats(found.weights()));
    }

    /** {@return a blend of these weights} */
    static Model train(String name, List<Part> parts, Snapshot data, float[] weights, TrainingContext context) {
        return new BlendTraining(name, parts, parts.size(), context)
                .finish(data, weights, Standard.MOST_ROOTS, Repeats.NONE);
    }

    private static WeightSearch search(List<Choices> choices, int roots, int parts, TrainingContext context) {
        return new WeightSearch(choices.stream().map(each -> each.rooted(roots)).toList(), parts, context.parallel());
    }

    private List<Choices> choices(Validation validation) {
        float[] alike = new float[parts.size()];
        Arrays.fill(alike, 1);
        List<BlendModel.Weighted> models = models(validation.train(), alike);
        int count = validation.cases().size();
        int items = validation.train().items().size();
        long rows = 4L * items * parts.size();
        context.requireMemory(
                name,
                (long) count * Choices.BYTES * parts.size() * parts.size()
                        + rows * Runtime.getRuntime().availableProcessors(),
                "lower " + BlendRecipe.VALIDATION_USERS);
        Choices[] choices = new Choices[count];
        Spares<float[][]> scratch = new Spares<>(() -> new float[parts.size()][items]);
        context.parallel().forChunks(count, CASES_A_CHUNK, (chunk, from, to) -> {
            float[][] own = scratch.take();
            for (int i = from; i < to; i++) {
                choices[i] = Choices.of(validation.cases().get(i), models, items, own);
            }
            scratch.giveBack(own);
        });
        return List.of(choices);
    }

    private Model finish(Snapshot data, float[] weights, int roots, Repeats repeats) {
        Model model = new BlendModel(models(data, weights), roots, repeats);
        context.progress().progress(task, total, total);
        return model;
    }

    /** {@return models of the parts that weigh something} */
    private List<BlendModel.Weighted> models(Snapshot data, float[] weights) {
        List<BlendModel.Weighted> models = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                Part part = parts.get(i);
                models.add(new BlendModel.Weighted(part.label(), part.recipe(), model(part, data), weights[i]));
            }
            done += UNITS;
            context.progress().progress(task, done, total);
            context.cancellation().throwIfCancelled();
        }
        return models;
    }

    private Model model(Part part, Snapshot data) {
        Hyperparameters hyperparameters = part.hyperparameters();
        ProgressListener ofPart = (what, doneOfPart, totalOfPart) ->
                context.progress().progress(task, done + UNITS * doneOfPart / Math.max(1, totalOfPart), total);
        TrainingContext own = new TrainingContext(
                hyperparameters,
                context.seed(),
                context.parallel(),
                ofPart,
                context.cancellation(),
                context.eventTypeWeights());
        return PopularityBias.applied(part.recipe().train(data, own), data, hyperparameters);
    }
}
