package dev.personalize.report;

import dev.personalize.data.Snapshot;
import dev.personalize.insight.Insights;
import dev.personalize.report.Table.Cell;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reports with everything in them, texts that want out of theirs included. */
final class Samples {
    static final String HOSTILE =
            "</style></title><script>document.title = 'broken'</script>\"' & \u0000\uD800 <img src=x onerror=alert(1)>";

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
                .section(everything())
                .build();
    }
}
