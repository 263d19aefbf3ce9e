package dev.personalize.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.personalize.error.CorruptArtifactException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays and texts of a model file. Reads everything at once; each array may be taken as often as one likes and is then
 * shared, so treat it as read-only. Immutable.
 *
 * <p>Every accessor throws {@link CorruptArtifactException} if the file has no such entry or one of another type.
 */
public final class ArtifactReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 100_000_000;

    private final String source;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Object> arrays = new HashMap<>();

    private ArtifactReader(String source) {
        this.source = source;
    }

    /**
     * Reads a model file to its end and leaves the stream open.
     *
     * @param in the file from its first byte
     * @param source name of the file, for messages
     * @throws CorruptArtifactException if the bytes are not the layout of this package
     */
    public static ArtifactReader read(InputStream in, String source) throws IOException {
        ArtifactReader reader = new ArtifactReader(source);
        try {
            reader.readAll(in);
        } catch (EOFException e) {
            throw new CorruptArtifactException(source + " ends before its arrays do", e);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new CorruptArtifactException(source + " has an unreadable header: " + e.getOriginalMessage(), e);
        }
        return reader;
    }

    private void readAll(InputStream in) throws IOException {
        long length = ByteBuffer.wrap(exactly(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > MAX_HEADER) {
            throw corrupt("a header of " + length + " bytes");
        }
        JsonNode root = JSON.readTree(exactly(in, (int) length));
        long offset = 0;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                for (Map.Entry<String, JsonNode> text : entry.getValue().properties()) {
                    texts.put(text.getKey(), text.getValue().asText());
                }
            } else {
                Tensor tensor = tensor(entry.getKey(), entry.getValue(), offset);
                offset += tensor.bytes();
                arrays.put(tensor.name(), content(tensor, in));
            }
        }
        if (in.read() >= 0) {
            throw corrupt("bytes after its last array");
        }
    }

    private Tensor tensor(String name, JsonNode node, long expectedOffset) {
        Tensor.Type type;
        try {
            type = Tensor.Type.valueOf(node.path("dtype").asText());
        } catch (IllegalArgumentException e) {
            throw new CorruptArtifactException(source + " has an array '" + name + "' of an unknown type", e);
        }
        List<Integer> shape = new ArrayList<>();
        node.path("shape").forEach(extent -> shape.add(extent.asInt(-1)));
        Tensor tensor = new Tensor(name, type, List.copyOf(shape));
        JsonNode offsets = node.path("data_offsets");
        if (shape.isEmpty()
                || shape.stream().anyMatch(extent -> extent < 0)
                || offsets.path(0).asLong(-1) != expectedOffset
                || offsets.path(1).asLong(-1) != expectedOffset + tensor.bytes()) {
            throw corrupt("an array '" + name + "' that is not where its header says");
        }
        return tensor;
    }

    private static Object content(Tensor tensor, InputStream in) throws IOException {
        List<Integer> shape = tensor.shape();
        return switch (tensor.type()) {
            case F32 -> {
                if (shape.size() == 1) {
                    yield floats(in, shape.get(0));
                }
                float[][] rows = new float[shape.get(0)][];
                for (int row = 0; row < rows.length; row++) {
                    rows[row] = floats(in, Math.toIntExact(tensor.elements() / rows.length));
                }
                yield rows;
            }
            case I32 -> {
                int[] values = new int[Math.toIntExact(tensor.elements())];
                ByteBuffer bytes = Chunk.EMPTY;
                for (int i = 0; i < values.length; i++) {
                    bytes = Chunk.ensure(bytes, in, (long) (values.length - i) * Integer.BYTES);
                    values[i] = bytes.getInt();
                }
                yield values;
            }
            case I64 -> {
                long[] values = new long[Math.toIntExact(tensor.elements())];
                ByteBuffer bytes = Chunk.EMPTY;
                for (int i = 0; i < values.length; i++) {
                    bytes = Chunk.ensure(bytes, in, (long) (values.length - i) * Long.BYTES);
                    values[i] = bytes.getLong();
                }
                yield values;
            }
        };
    }

    private static float[] floats(InputStream in, int length) throws IOException {
        float[] values = new float[length];
        ByteBuffer bytes = Chunk.EMPTY;
        for (int i = 0; i < length; i++) {
            bytes = Chunk.ensure(bytes, in, (long) (length - i) * Float.BYTES);
            values[i] = bytes.getFloat();
        }
        return values;
    }

    /** Reads an array piece by piece, so that a file with a lying header fails at its end and not in an allocation. */
    private static final class Chunk {
        static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

        private Chunk() {}

        static ByteBuffer ensure(ByteBuffer bytes, InputStream in, long stillNeeded) throws IOException {
            return bytes.hasRemaining()
                    ? bytes
                    : ByteBuffer.wrap(exactly(in, (int) Math.min(stillNeeded, 1 << 16)))
                            .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** {@return a text} */
    public String text(String name) {
        String value = texts.get(name);
        if (value == null) {
            throw corrupt("no text '" + name + "'");
        }
        return value;
    }

    /** {@return a vector of floats} */
    public float[] floats(String name) {
        return array(name, float[].class);
    }

    /** {@return a matrix of floats, as rows} */
    public float[][] matrix(String name) {
        return array(name, float[][].class);
    }

    /** {@return a vector of ints} */
    public int[] ints(String name) {
        return array(name, int[].class);
    }

    /** {@return a vector of longs} */
    public long[] longs(String name) {
        return array(name, long[].class);
    }

    private <T> T array(String name, Class<T> type) {
        Object array = arrays.get(name);
        if (!type.isInstance(array)) {
            throw corrupt("no array '" + name + "' of type " + type.getSimpleName());
        }
        return type.cast(array);
    }

    private CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(
                source + " has " + what + ": restore the file from a copy, or train the version again");
    }
}
