package dev.personalize.internal.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.UnsupportedArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads and writes manifests, each a record, as JSON with a format number. Safe for any number of threads. */
public final class Catalog {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Storage storage;

    /**
     * @param storage where manifests lie
     */
    public Catalog(Storage storage) {
        this.storage = storage;
    }

    /** Writes a manifest, replacing an older one at once. */
    public void write(String path, Record manifest) {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT);
        node.setAll(JSON.<ObjectNode>valueToTree(manifest));
        storage.write(path, out -> out.write(JSON.writeValueAsBytes(node)));
    }

    /**
     * Reads a manifest, if it exists.
     *
     * @throws CorruptArtifactException if it is not a manifest of this kind
     * @throws UnsupportedArtifactException if a newer version of the library wrote it
     */
    public <T extends Record> Optional<T> find(String path, Class<T> type) {
        if (!storage.exists(path)) {
            return Optional.empty();
        }
        try (InputStream in = storage.read(path)) {
            JsonNode node = JSON.readTree(in);
            int format = node.path("format").asInt(0);
            if (format > FORMAT) {
                throw new UnsupportedArtifactException(path + " has format " + format + "; this version reads up to "
                        + FORMAT + ": open the home with the newer version that wrote it");
            }
            if (format < 1 || !(node instanceof ObjectNode fields)) {
                throw new CorruptArtifactException(path + " is not a manifest: it has no format number");
            }
            fields.remove("format");
            return Optional.of(JSON.treeToValue(fields, type));
        } catch (JsonProcessingException e) {
            throw new CorruptArtifactException(path + " is not a readable manifest: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
