package dev.personalize.examples;

import dev.personalize.schema.Schema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The data set shipped with the examples: UCI Online Retail (Daqing Chen, 2015, CC BY 4.0), all sales of a UK gift-ware web
 * shop in one year. See {@code online-retail/README.md} among the resources.
 */
final class OnlineRetail {
    private OnlineRetail() {}

    /** {@return the schema of {@code "interactions"}, {@code "items"} or {@code "users"}} */
    static Schema schema(String dataset) throws IOException {
        try (InputStream in = open(dataset + ".avsc")) {
            return Schema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Copies the CSV of a dataset out of the jar. */
    static Path csv(String dataset, Path folder) throws IOException {
        Path file = folder.resolve(dataset + ".csv.gz");
        try (InputStream in = open(dataset + ".csv.gz")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = OnlineRetail.class.getResourceAsStream("/online-retail/" + file);
        if (in == null) {
            throw new FileNotFoundException("resource online-retail/" + file);
        }
        return in;
    }
}
