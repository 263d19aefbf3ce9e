package dev.personalize.benchmarks;

import dev.personalize.data.IdIndex;
import dev.personalize.data.LiveAttributes;
import dev.personalize.filter.CandidateFilter;
import dev.personalize.filter.FilterData;
import dev.personalize.filter.FilterExpression;
import dev.personalize.filter.FilterRequest;
import dev.personalize.filter.FilterTarget;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.math.Bits;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * What a filter with two conditions on columns and one on events costs a request: with conditions remembered, after ten items were
 * put, and with nothing remembered. Argument: how many items (100 000). The user has 300 events.
 */
public final class FilterCost {
    private static final int RUNS = 9;
    private static final int WARM_UP = 3;
    private static final int EVENTS = 300;
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "GENRES", "type": "string", "categorical": true},
                        {"name": "PRICE", "type": ["null", "float"]}, {"name": "STOCK", "type": "long"},
                        {"name": "NAME", "type": "string"}]}""");
    private static final FilterExpression FILTER = FilterExpression.parse(
            "INCLUDE ItemID WHERE Items.GENRES IN (\"genre 3\", \"genre 7\") AND Items.PRICE < 20"
                    + " | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")");

    private final Random random = new Random(1);
    private final int items;
    private final LiveAttributes table = new LiveAttributes(ITEMS);
    private final LiveHistories histories = new LiveHistories(1000, 1);

    private FilterCost(int items) {
        this.items = items;
        table.load(rows -> {
            for (int item = 0; item < items; item++) {
                rows.accept(row(item));
            }
        });
        for (int event = 0; event < EVENTS; event++) {
            String type = event % 3 == 0 ? "Purchase" : "View";
            histories.add("u", id(random.nextInt(items)), type, Float.NaN, event, 0);
        }
    }

    /** Runs the benchmark. */
    public static void main(String[] args) {
        new FilterCost(args.length > 0 ? Integer.parseInt(args[0]) : 100_000).run();
    }

    private static String id(int item) {
        return "item " + item;
    }

    private Object[] row(int item) {
        String genres = "genre " + random.nextInt(20) + "|genre " + random.nextInt(20);
        return new Object[] {id(item), genres, 50 * random.nextFloat(), random.nextLong(1000), "name " + item};
    }

    private void run() {
        List<String> ids = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            ids.add(id(item));
        }
        IdIndex index = IdIndex.of(ids);
        FilterData data = new FilterData(
                type -> type == DatasetType.ITEMS ? Optional.of(table.now()) : Optional.empty(),
                histories::history,
                100,
                300);
        FilterRequest request = FilterRequest.builder(Instant.EPOCH)
                .userId("u")
                .history(histories.history("u"))
                .build();
        CandidateFilter warm = new CandidateFilter(FilterTarget.ITEM, index, data);
        Bits all = Bits.all(items);
        Bits first = all.copy();
        warm.apply(FILTER, request, first);
        System.out.printf("%,d items, %,d left%n", items, first.cardinality());
        measure("remembered", 5000, i -> warm.apply(FILTER, request, all.copy()));
        measure("put of 10 items alone", 1000, i -> putTen());
        measure("put of 10 items and the next request", 1000, i -> {
            putTen();
            warm.apply(FILTER, request, all.copy());
        });
        measure(
                "nothing remembered",
                30,
                i -> new CandidateFilter(FilterTarget.ITEM, index, data).apply(FILTER, request, all.copy()));
    }

    private void putTen() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(row(random.nextInt(items)));
        }
        table.put(List.copyOf(rows));
    }

    private static void measure(String what, int times, IntConsumer body) {
        double[] nanos = new double[RUNS];
        for (int run = -WARM_UP; run < RUNS; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                body.accept(i);
            }
            double each = (double) (System.nanoTime() - start) / times;
            if (run >= 0) {
                nanos[run] = each;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %,.0f ns of %d runs (%,.0f to %,.0f)%n",
                what, nanos[RUNS / 2], RUNS, nanos[0], nanos[RUNS - 1]);
    }
}
