package dev.personalize.benchmarks;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.schema.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A generated group with a large catalogue, and a campaign on {@code matrix-factorization} with 64 factors. */
final class LargeShop {
    static final int USERS = 20_000;

    private static final int EVENTS_EACH = 20;
    private static final String[] TYPES = {"View", "Cart", "Purchase"};
    private static final Schema INTERACTIONS =
            Schema.parse("{\"type\":\"record\",\"name\":\"Interactions\",\"fields\":["
                    + "{\"name\":\"USER_ID\",\"type\":\"string\"},{\"name\":\"ITEM_ID\",\"type\":\"string\"},"
                    + "{\"name\":\"TIMESTAMP\",\"type\":\"long\"},{\"name\":\"EVENT_TYPE\",\"type\":\"string\"}]}");
    private static final Schema ITEMS = Schema.parse("{\"type\":\"record\",\"name\":\"Items\",\"fields\":["
            + "{\"name\":\"ITEM_ID\",\"type\":\"string\"},{\"name\":\"GENRE\",\"type\":\"string\",\"categorical\":true},"
            + "{\"name\":\"PRICE\",\"type\":\"float\"},{\"name\":\"CREATION_TIMESTAMP\",\"type\":\"long\"}]}");

    private LargeShop() {}

    /** {@return a group with so many items, the filter {@code wanted} and a trained version} */
    static SolutionVersion train(Personalize personalize, int items) throws IOException {
        Path folder = Files.createTempDirectory("large-shop");
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        ImportOptions large = ImportOptions.defaults();
        shop.createDataset(INTERACTIONS).importCsv(interactions(folder, items), large);
        shop.createDataset(ITEMS).importCsv(items(folder, items), large);
        shop.createFilter(
                "wanted",
                "INCLUDE ItemID WHERE Items.GENRE IN ($GENRES) AND Items.PRICE < $MAX"
                        + " | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")");
        SolutionConfig config = SolutionConfig.builder()
                .recipe("matrix-factorization")
                .hyperparameter("factors", 64)
                .hyperparameter("iterations", 2)
                .minimumData(MinimumData.NONE)
                .evaluate(false)
                .build();
        return shop.createSolution("solution", config).train();
    }

    static Campaign campaign(Personalize personalize, int items) throws IOException {
        SolutionVersion version = train(personalize, items);
        return personalize.datasetGroup("shop").createCampaign("campaign", version);
    }

    private static Path interactions(Path folder, int items) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path csv = folder.resolve("interactions.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n");
            for (int item = 0; item < items; item++) { // every item has a vector
                write(out, random.nextInt(USERS), item, item, TYPES[0]);
            }
            for (int user = 0; user < USERS; user++) {
                for (int i = 0; i < EVENTS_EACH; i++) {
                    int item = (int) (items * random.nextDouble() * random.nextDouble());
                    write(out, user, item, items + i, TYPES[random.nextInt(TYPES.length)]);
                }
            }
        }
        return csv;
    }

    private static void write(BufferedWriter out, int user, int item, int time, String type) throws IOException {
        out.write("u" + user + ",i" + item + "," + (1_700_000_000L + time) + "," + type + "\n");
    }

    private static Path items(Path folder, int items) throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        Path csv = folder.resolve("items.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("ITEM_ID,GENRE,PRICE,CREATION_TIMESTAMP\n");
            for (int item = 0; item < items; item++) {
                out.write("i" + item + ",g" + random.nextInt(30) + "|g" + (30 + random.nextInt(10)) + ","
                        + random.nextInt(100) + "," + (1_600_000_000L + random.nextInt(100_000_000)) + "\n");
            }
        }
        return csv;
    }
}
