package dev.personalize.internal.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.ArtifactTooOldException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.UnsupportedArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as bytes: JSON whose first member is the format number and whose last line is the SHA-256 of all bytes before
 * that line, so that no byte can change unnoticed.
 *
 * <p>The checksum is looked at first. Only a manifest that is whole is believed when it says that it is of another format;
 * every format to come therefore keeps the first member and the last line. A member this version does not know is passed
 * over: what a reader must not miss raises the format number. A member that may be null may also be missing, as it is in a
 * manifest that was written before there was such a member.
 */
final class ManifestText {
    private static final int FORMAT = 2;
    private static final String FORMAT_NAME = "format";
    private static final String PATH_NAME = "path";
    private static final String CHECKSUM_NAME = "sha256";
    private static final int MOST_BYTES = 1 << 23;
    private static final String NEXT_STEP = ": restore the file from a copy";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    // The same bytes on every platform: Jackson's own indenter takes the line separator of the system.
    private static final ObjectWriter WRITER =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ManifestText() {}

    /** {@return a manifest that may lie anywhere} */
    static byte[] of(Record manifest) {
        return of(manifest, null);
    }

    /** {@return a manifest that says where it lies, so that another whole one in its place is noticed} */
    static byte[] of(Record manifest, @Nullable String path) {
        ObjectNode node = JSON.createObjectNode().put(FORMAT_NAME, FORMAT);
        if (path != null) {
            node.put(PATH_NAME, path);
        }
        node.setAll(JSON.<ObjectNode>valueToTree(manifest));
        try {
            String json = WRITER.writeValueAsString(node);
            byte[] begin = (json.substring(0, json.lastIndexOf('\n')) + ",\n").getBytes(StandardCharsets.UTF_8);
            byte[] lastLine = lastLine(begin, begin.length);
            byte[] whole = Arrays.copyOf(begin, begin.length + lastLine.length);
            System.arraycopy(lastLine, 0, whole, begin.length, lastLine.length);
            if (whole.length > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "a manifest of " + whole.length + " bytes; at most " + MOST_BYTES + " can be read again");
            }
            return whole;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a manifest: " + manifest, e);
        }
    }

    private static byte[] lastLine(byte[] bytes, int length) {
        String checksum = Sha256.hex(Sha256.of(bytes, length));
        return ("  \"" + CHECKSUM_NAME + "\" : \"" + checksum + "\"\n}\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a manifest to its end and leaves the stream open.
     *
     * @param source names the file in messages
     * @throws CorruptArtifactException if it is not what {@link #of} wrote, or of another kind of manifest
     * @throws UnsupportedArtifactException if it is whole, but of an older or newer format
     */
    static <T extends Record> T read(InputStream in, String source, Class<T> type) throws IOException {
        return manifest(fields(in, source), source, type);
    }

    /**
     * As {@link #read}, of a manifest that must lie at {@code path}.
     *
     * @throws CorruptArtifactException also if it was written for another path
     */
    static <T extends Record> T readAt(String path, InputStream in, Class<T> type) throws IOException {
        ObjectNode fields = fields(in, path);
        T manifest = manifest(fields, path, type);
        String written = fields.path(PATH_NAME).asText();
        if (!written.equals(path)) {
            throw new CorruptArtifactException(
                    path + " holds the manifest that belongs at '" + written + "'" + NEXT_STEP);
        }
        return manifest;
    }

    private static ObjectNode fields(InputStream in, String source) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new CorruptArtifactException(
                    source + " has more than " + MOST_BYTES + " bytes, as no manifest has" + NEXT_STEP);
        }
        boolean whole = isWhole(bytes);
        ObjectNode fields = parse(bytes, source);
        int format = format(fields);
        if (!whole) {
            if (format == 1 && !fields.has(CHECKSUM_NAME)) {
                throw tooOld(source, 1);
            }
            throw new CorruptArtifactException(source + " does not match its own checksum" + NEXT_STEP);
        }
        if (format > FORMAT) {
            throw new ArtifactTooNewException(source + " has format " + format + "; this version of the library reads "
                    + FORMAT + ": use the newer version that wrote it");
        }
        if (format < FORMAT) {
            throw tooOld(source, format);
        }
        return fields;
    }

    private static <T extends Record> T manifest(ObjectNode fields, String source, Class<T> type) {
        addAbsent(fields, type);
        try {
            return JSON.treeToValue(fields, type);
        } catch (JsonProcessingException e) {
            throw unreadable(source, e.getOriginalMessage(), e);
        }
    }

    private static void addAbsent(ObjectNode fields, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode member = fields.get(component.getName());
            if (member == null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                fields.putNull(component.getName());
            } else if (member instanceof ObjectNode inner && component.getType().isRecord()) {
                addAbsent(inner, component.getType());
            }
        }
    }

    private static boolean isWhole(byte[] bytes) {
        int lineLength = lastLine(bytes, 0).length;
        int begin = bytes.length - lineLength;
        return begin >= 0 && Arrays.equals(lastLine(bytes, begin), 0, lineLength, bytes, begin, bytes.length);
    }

    private static ObjectNode parse(byte[] bytes, String source) {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node instanceof ObjectNode fields) {
                return fields;
            }
        } catch (JsonProcessingException e) {
            throw unreadable(source, e.getOriginalMessage(), e);
        } catch (IOException e) { // there is no medium to fail: the bytes are no text
            throw unreadable(source, String.valueOf(e.getMessage()), e);
        }
        throw unreadable(source, "it is not a JSON object", null);
    }

    /** {@return the format number, or 0 when there is none} */
    private static int format(ObjectNode fields) {
        JsonNode format = fields.path(FORMAT_NAME);
        return format.isInt() ? format.intValue() : 0;
    }

    private static ArtifactTooOldException tooOld(String source, int format) {
        return new ArtifactTooOldException(source + " has format " + format + "; this version of the library reads "
                + FORMAT + ": import the data and train again");
    }

    private static CorruptArtifactException unreadable(String source, String why, @Nullable Throwable cause) {
        String message = source + " is not a readable manifest: " + why + NEXT_STEP;
        return cause == null ? new CorruptArtifactException(message) : new CorruptArtifactException(message, cause);
    }
}
