package dev.personalize.report;

import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.Event;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.data.Snapshot;
import dev.personalize.insight.Insights;
import dev.personalize.report.Table.Cell;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.AutoMlReport.Candidate;
import dev.personalize.tuning.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reports with everything in them, texts that want out of theirs included. */
final class Samples {
    static final String HOSTILE =
            "</style></title><script>document.title = 'broken'</script>\"' & \u0000\uD800 <img src=x onerror=alert(1)>";

    private static final EvaluationReport EVALUATION = evaluated();

    private Samples() {}

    static Insights insights() {
        Schema schema = Schema.derive(
                DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE"));
        Random random = new Random(5);
        Snapshot.Builder data = Snapshot.builder();
        for (int i = 0; i < 5000; i++) {
            int item = (int) (200 * random.nextDouble() * random.nextDouble());
            data.interaction(
                    "u" + (int) (400 * random.nextDouble() * random.nextDouble()),
                    item == 0 ? HOSTILE : "i" + item,
                    i % 3 == 0 ? "Buy" : HOSTILE,
                    random.nextInt(9),
                    1_700_000_000L + random.nextInt(300 * 86_400));
        }
        return Insights.of(data.build(), schema, Map.of());
    }

    /** {@return an evaluation of eighty users who buy from the even or the odd of sixty items, the first ones most} */
    static EvaluationReport evaluation() {
        return EVALUATION;
    }

    private static EvaluationReport evaluated() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = personalize.createDatasetGroup("group");
            purchases(group);
            return group.createSolution("s", config("linear-item").build()).evaluate(EvaluationConfig.defaults());
        }
    }

    /** Puts eight hundred purchases of eighty users. */
    static void purchases(DatasetGroup group) {
        group.createDataset(Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP")));
        Random random = new Random(3);
        for (int i = 0; i < 800; i++) {
            int user = random.nextInt(80);
            int item = 2 * (int) (30 * random.nextDouble() * random.nextDouble()) + user % 2;
            put(group, "u" + user, "i" + item, 60L * i);
        }
    }

    static void put(DatasetGroup group, String user, String item, long second) {
        group.eventTracker()
                .put(Event.builder()
                        .sessionId("of " + user)
                        .userId(user)
                        .itemId(item)
                        .type("Buy")
                        .sentAt(Instant.ofEpochSecond(second))
                        .build());
    }

    static SolutionConfig.Builder config(String recipe) {
        return SolutionConfig.builder().recipe(recipe).seed(7).minimumData(MinimumData.NONE);
    }

    /** {@return two settings with all the effort, one with a part of it, one that failed, one that is best} */
    static List<Trial> trials() {
        return List.of(
                trial(1, "0.1", 1, 0.2, null),
                trial(2, "0.2", 0.25, 0.1, null),
                trial(3, "0.3", 1, 0.15, null),
                trial(4, "0.4", 0, Double.NaN, HOSTILE),
                trial(5, "0.5", 1, 0.3, null));
    }

    private static Trial trial(int number, String strength, double effort, double value, @Nullable String failure) {
        return new Trial(number, Map.of("factors", "16", "regularization", strength), effort, value, 1234.56, failure);
    }

    /** {@return two recipes that were measured, one of them tuned, and one that was not} */
    static AutoMlReport autoMl() {
        return new AutoMlReport(
                "normalized_discounted_cumulative_gain_at_10",
                "the newest tenth of all events",
                1200,
                "linear-item",
                List.of(
                        new Candidate("linear-item", 0.4, 0.3, 0.5, 2.25, Map.of("regularization", "250"), null),
                        new Candidate("popularity-count", 0.2, 0.1, 0.25, 0.5, Map.of(), null),
                        new Candidate(HOSTILE, null, null, null, 31, Map.of(), "left out: " + HOSTILE)),
                List.of("linear-item reaches 0.4000, 100 % ± 20 % more than popularity-count", HOSTILE));
    }

    /** {@return a section with a block of each kind, which other parts may hand in} */
    static Section everything() {
        double[] x = {1, 2, 3, 4};
        return Section.builder("Trials " + HOSTILE)
                .text(HOSTILE)
                .add(new Figures(Map.of(HOSTILE, HOSTILE)))
                .add(new Notice(Notice.Level.PROBLEM, HOSTILE, HOSTILE, HOSTILE))
                .add(Table.builder(HOSTILE, "name", "ndcg", HOSTILE)
                        .row(Cell.of(HOSTILE.repeat(4)), Cell.interval(0.5, 0.45, 0.55), Cell.percent(0.031))
                        .build())
                .add(BarPlot.builder("NDCG@10 " + HOSTILE, "model " + HOSTILE, "popularity")
                        .group("a".repeat(80))
                        .bar("model " + HOSTILE, 0.4, 0.3, 0.5)
                        .bar("popularity", 0.2)
                        .build())
                .add(XyPlot.builder("Trials", Axis.linear("trial"), Axis.linear("NDCG@10"))
                        .band("interval", x, new double[] {1, 1, 2, 2}, new double[] {3, 3, 4, 5})
                        .line("best until then", x, new double[] {2, 2, 3, 4})
                        .points("trial " + HOSTILE, x, new double[] {2, 1, 3, 4})
                        .build())
                .build();
    }

    static Report report() {
        return Report.builder("Shop " + HOSTILE)
                .insights(insights())
                .evaluation(evaluation())
                .comparison(HOSTILE, "popularity", evaluation().popularity().comparison())
                .trials("normalized_discounted_cumulative_gain_at_10", trials())
                .autoMl(autoMl())
                .section(everything())
                .build();
    }
}
