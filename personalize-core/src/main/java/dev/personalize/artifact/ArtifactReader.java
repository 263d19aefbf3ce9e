package dev.personalize.artifact;

import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.ArtifactTooOldException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.UnsupportedArtifactException;
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
 * <p>Whatever a header claims is compared with the size of the file before anything is allocated: reading takes memory for
 * the bytes that are there, and 16 more for each row of a matrix.
 *
 * <p>Every accessor throws {@link CorruptArtifactException} if the file has no such entry or one of another type.
 */
public final class ArtifactReader {
    private static final int CHUNK_BYTES = 1 << 16;

    private final String source;
    private final String prefix;
    private final Map<String, String> texts;
    private final Map<String, Object> arrays;

    private ArtifactReader(String source, String prefix, Map<String, String> texts, Map<String, Object> arrays) {
        this.source = source;
        this.prefix = prefix;
        this.texts = texts;
        this.arrays = arrays;
    }

    /** {@return the part of the file that {@link ArtifactWriter#part} wrote; without entries if there is none} */
    public ArtifactReader part(String part) {
        return new ArtifactReader(source, prefix + prefix(part), texts, arrays);
    }

    static String prefix(String part) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("a part of a model file needs a name");
        }
        return part + '/';
    }

    /**
     * Reads a model file to its end and leaves the stream open.
     *
     * @param in the file from its first byte
     * @param size of the file in bytes
     * @param source name of the file, for messages
     * @throws CorruptArtifactException if the bytes are not the layout of this package, or not {@code size} bytes
     * @throws UnsupportedArtifactException if they are a layout of an older or newer version of the library
     * @throws IOException if the stream fails
     */
    public static ArtifactReader read(InputStream in, long size, String source) throws IOException {
        try {
            Header header = header(in, size, source);
            checkFormat(header, source);
            ArtifactReader reader = new ArtifactReader(source, "", header.texts(), new HashMap<>());
            Chunk chunk = new Chunk(in);
            for (Tensor tensor : header.tensors()) {
                reader.arrays.put(tensor.name(), content(tensor, chunk));
            }
            if (in.read() >= 0) {
                throw reader.corrupt("bytes after its last array");
            }
            return reader;
        } catch (EOFException e) {
            throw new CorruptArtifactException(message(source, "fewer than its " + size + " bytes"), e);
        }
    }

    private static Header header(InputStream in, long size, String source) throws IOException {
        long length = ByteBuffer.wrap(exactly(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > Header.MOST_BYTES || length > size - Long.BYTES) {
            throw new CorruptArtifactException(message(source, "a header of " + length + " bytes in " + size));
        }
        return Header.parse(exactly(in, (int) length), size - Long.BYTES - length, source);
    }

    private static void checkFormat(Header header, String source) {
        String format = header.texts().remove(ArtifactWriter.FORMAT_NAME);
        if (format == null) {
            throw new ArtifactTooOldException(
                    source + " has no format number; this version of the library reads format " + ArtifactWriter.FORMAT
                            + ": train the version again");
        }
        if (!format.matches("[1-9][0-9]{0,8}")) {
            throw new CorruptArtifactException(message(source, "the format number '" + format + "'"));
        }
        int number = Integer.parseInt(format);
        String formats =
                source + " has format " + number + "; this version of the library reads " + ArtifactWriter.FORMAT;
        if (number > ArtifactWriter.FORMAT) {
            throw new ArtifactTooNewException(formats + ": use the newer version that wrote it");
        }
        if (number < ArtifactWriter.FORMAT) {
            throw new ArtifactTooOldException(formats + ": train the version again");
        }
    }

    private static Object content(Tensor tensor, Chunk chunk) throws IOException {
        int first = tensor.shape().get(0);
        return switch (tensor.type()) {
            case F32 -> {
                if (!tensor.isMatrix()) {
                    yield floats(first, chunk);
                }
                float[][] rows = new float[first][];
                for (int row = 0; row < first; row++) {
                    rows[row] = floats(tensor.shape().get(1), chunk);
                }
                yield rows;
            }
            case I32 -> {
                int[] values = new int[first];
                for (int done = 0; done < first; ) {
                    int count = chunk.fill(first - done, Integer.BYTES);
                    chunk.numbers.asIntBuffer().get(values, done, count);
                    done += count;
                }
                yield values;
            }
            case I64 -> {
                long[] values = new long[first];
                for (int done = 0; done < first; ) {
                    int count = chunk.fill(first - done, Long.BYTES);
                    chunk.numbers.asLongBuffer().get(values, done, count);
                    done += count;
                }
                yield values;
            }
        };
    }

    private static float[] floats(int length, Chunk chunk) throws IOException {
        float[] values = new float[length];
        for (int done = 0; done < length; ) {
            int count = chunk.fill(length - done, Float.BYTES);
            chunk.numbers.asFloatBuffer().get(values, done, count);
            done += count;
        }
        return values;
    }

    /** Some of the next bytes, seen as numbers. */
    private static final class Chunk {
        final InputStream in;
        final byte[] bytes = new byte[CHUNK_BYTES];
        final ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        Chunk(InputStream in) {
            this.in = in;
        }

        /** {@return how many numbers there are now: those wanted, or as many as fit} */
        int fill(int wanted, int bytesEach) throws IOException {
            int count = Math.min(wanted, CHUNK_BYTES / bytesEach);
            if (in.readNBytes(bytes, 0, count * bytesEach) < count * bytesEach) {
                throw new EOFException();
            }
            return count;
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** {@return whether there is a text or an array of this name} */
    public boolean has(String name) {
        return texts.containsKey(prefix + name) || arrays.containsKey(prefix + name);
    }

    /** {@return a text} */
    public String text(String name) {
        String value = texts.get(prefix + name);
        if (value == null) {
            throw corrupt("no text '" + prefix + name + "'");
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

    /**
     * {@return strings}
     *
     * @param name of the vector of their characters
     * @param lengthsName of the vector of how many each has
     */
    public List<String> strings(String name, String lengthsName) {
        int[] characters = ints(name);
        List<String> strings = new ArrayList<>();
        int from = 0;
        for (int length : ints(lengthsName)) {
            if (length < 0 || length > characters.length - from) {
                throw corrupt("strings '" + name + "' beyond their characters");
            }
            StringBuilder string = new StringBuilder(length);
            for (int position = from; position < from + length; position++) {
                string.append((char) characters[position]);
            }
            strings.add(string.toString());
            from += length;
        }
        return strings;
    }

    private <T> T array(String name, Class<T> type) {
        Object array = arrays.get(prefix + name);
        if (!type.isInstance(array)) {
            throw corrupt("no array '" + prefix + name + "' of type " + type.getSimpleName());
        }
        return type.cast(array);
    }

    private CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(message(source, what));
    }

    static String message(String source, String what) {
        return source + " has " + what + ": restore the file from a copy, or train the version again";
    }
}
