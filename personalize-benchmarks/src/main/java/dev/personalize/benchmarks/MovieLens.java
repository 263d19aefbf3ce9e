package dev.personalize.benchmarks;

import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.schema.Schema;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * MovieLens 1M, which may not be shipped: every program takes the folder that holds its {@code interactions.csv.gz}, with
 * the columns USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE and EVENT_VALUE.
 */
final class MovieLens {
    static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
                        {"name": "EVENT_VALUE", "type": ["float", "null"]}]}""");

    private MovieLens() {}

    static Path interactions(String[] args) throws FileNotFoundException {
        Path file = Path.of(args.length == 0 ? "" : args[0]).resolve("interactions.csv.gz");
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": give the folder of MovieLens 1M as the first argument");
        }
        return file;
    }

    /** {@return a group in memory with all interactions} */
    static DatasetGroup group(Personalize personalize, Path interactions) {
        DatasetGroup group = personalize.createDatasetGroup("movielens");
        group.createDataset(INTERACTIONS).importCsv(interactions);
        return group;
    }
}
