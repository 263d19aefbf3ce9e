package dev.personalize.recipes.sequence;

import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The formulas of {@link SequentialRulesRecipe} as they stand there, all pairs in a matrix, for events that count alike. */
final class NaiveRules {
    private record Step(int item, long time) {}

    private final Hyperparameters settings;
    private final double[][] weights;

    NaiveRules(Snapshot data, Hyperparameters settings) {
        this.settings = settings;
        int items = data.items().size();
        double[][] counts = new double[items][items];
        Interactions events = data.interactions();
        for (int user = 0; user < events.users(); user++) {
            int begin = events.begin(user);
            List<Step> steps = steps(events.items(begin, events.end(user)), events.timestamps(begin, events.end(user)));
            double weight = Math.pow(steps.size(), -settings.number("user_exponent"));
            for (int p = 0; p < steps.size(); p++) {
                for (int q = 0; q < steps.size(); q++) {
                    if (steps.get(p).item() != steps.get(q).item()) {
                        counts[steps.get(p).item()][steps.get(q).item()] += weight * kernel(steps, p, q);
                    }
                }
            }
        }
        Popularity popularity = Popularity.of(events);
        weights = new double[items][items];
        for (int i = 0; i < items; i++) {
            double total = Arrays.stream(counts[i]).sum() + settings.number("smoothing");
            for (int j = 0; j < items; j++) {
                weights[i][j] = Math.pow(counts[i][j] / total, settings.number("weight_exponent"))
                        * Math.pow(popularity.users(j), -settings.number("popularity_discount"));
            }
        }
    }

    private static List<Step> steps(int[] items, long[] times) {
        List<Step> steps = new ArrayList<>();
        for (int p = 0; p < items.length; p++) {
            if (steps.isEmpty() || steps.get(steps.size() - 1).item() != items[p]) {
                steps.add(new Step(items[p], times[p]));
            } else {
                steps.set(steps.size() - 1, new Step(items[p], times[p]));
            }
        }
        return steps;
    }

    private double kernel(List<Step> steps, int p, int q) {
        int gap = Math.abs(p - q);
        if (gap > settings.integer("window")) {
            return 0;
        }
        double backward = settings.number("backward_weight");
        double direction = q > p ? 1 : backward;
        if (steps.get(p).time() == steps.get(q).time()) {
            direction = (1 + backward) / 2;
        }
        return direction * Math.pow(gap, -settings.number("gap_exponent"));
    }

    float[] score(Query query) {
        List<Step> steps = steps(query.items(), query.timestamps());
        boolean timed = Arrays.stream(query.timestamps()).distinct().count() > 1;
        float[] scores = new float[weights.length];
        Arrays.fill(scores, Float.NaN);
        for (int p = 0; p < steps.size(); p++) {
            double factor = timed ? meanAge(steps, steps.get(p).time()) : age(steps.size() - 1 - p);
            for (int j = 0; j < scores.length; j++) {
                double weight = weights[steps.get(p).item()][j];
                if (weight > 0) {
                    scores[j] = (float) ((Float.isNaN(scores[j]) ? 0 : scores[j]) + factor * weight);
                }
            }
        }
        return scores;
    }

    private double meanAge(List<Step> steps, long time) {
        double sum = 0;
        int count = 0;
        for (int p = 0; p < steps.size(); p++) {
            if (steps.get(p).time() == time) {
                sum += age(steps.size() - 1 - p);
                count++;
            }
        }
        return sum / count;
    }

    private double age(int age) {
        double floor = settings.number("long_term_weight");
        return floor + (1 - floor) * Math.pow(settings.number("decay"), age);
    }
}
