package dev.personalize.endtoend;

import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up shop with a plain truth: cat people (users {@code cat000} …) buy cat things ({@code c00} … {@code c29}), dog
 * people dog things ({@code d00} …), the lower numbers more often; everybody now and then buys {@code tea}.
 */
final class Shop {
    static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
                        {"name": "EVENT_VALUE", "type": ["null", "float"]}]}""");
    static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "NAME", "type": ["null", "string"]},
                        {"name": "PRICE", "type": ["null", "float"]}]}""");
    static final int USERS_OF_A_KIND = 120;
    static final int ITEMS_OF_A_KIND = 30;
    static final int EVENTS = 12;

    private Shop() {}

    static List<String> rows() {
        Random random = new Random(5);
        List<String> rows = new ArrayList<>();
        rows.add("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE");
        for (int user = 0; user < USERS_OF_A_KIND; user++) {
            for (String kind : List.of("cat", "dog")) {
                for (int i = 0; i < EVENTS; i++) {
                    int favourite = (int) (ITEMS_OF_A_KIND * random.nextDouble() * random.nextDouble());
                    String item = i == 7 && user % 3 == 0 ? "tea" : String.format("%c%02d", kind.charAt(0), favourite);
                    rows.add(String.format("%s%03d,%s,%d,Purchase,%d", kind, user, item, 1000 + user + 50 * i, i));
                }
            }
        }
        return rows;
    }

    static Path write(Path folder, String name, List<String> lines) {
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a group with the shop's interactions, and with names of the items} */
    static DatasetGroup open(Personalize personalize, Path folder) {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(INTERACTIONS).importCsv(write(folder, "interactions.csv", rows()));
        List<String> items = new ArrayList<>(List.of("ITEM_ID,NAME,PRICE", "tea,Tea,2.5", "d99,Unsold,1"));
        for (int i = 0; i < ITEMS_OF_A_KIND; i++) {
            items.add(String.format("c%02d,Cat thing %d,%d", i, i, i));
            items.add(String.format("d%02d,Dog thing %d,", i, i));
        }
        shop.createDataset(ITEMS).importCsv(write(folder, "items.csv", items));
        return shop;
    }

    /** {@return vectors learned from events alone: only cat things have prices here, which says more than the truth is to say} */
    static SolutionConfig factors() {
        return SolutionConfig.builder()
                .recipe("matrix-factorization")
                .hyperparameter("factors", 8)
                .hyperparameter("item_features", false)
                .seed(3)
                .build();
    }

    static SolutionConfig.Builder related() {
        return SolutionConfig.builder()
                .recipe("aws-sims")
                .hyperparameter("min_cointeraction_count", 1)
                .hyperparameter("max_item_interaction_count_percentile", 1.0);
    }
}
