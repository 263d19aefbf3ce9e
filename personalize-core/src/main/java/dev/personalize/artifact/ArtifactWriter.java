package dev.personalize.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the arrays and texts of a model, then writes them in the layout of this package. Arrays are kept by reference
 * until {@link #writeTo}. The same calls give the same bytes. For one thread.
 */
public final class ArtifactWriter {
    /** Name of the text that holds the format number; not open to models. */
    static final String FORMAT_NAME = "personalize_format";

    static final int FORMAT = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String prefix;
    private final Map<String, String> texts;
    private final Map<String, Tensor> tensors;
    private final Map<String, Content> contents;

    /** Creates a writer that has collected nothing. */
    public ArtifactWriter() {
        prefix = "";
        texts = new TreeMap<>();
        tensors = new LinkedHashMap<>();
        contents = new LinkedHashMap<>();
    }

    private ArtifactWriter(String prefix, ArtifactWriter whole) {
        this.prefix = prefix;
        texts = whole.texts;
        tensors = whole.tensors;
        contents = whole.contents;
    }

    /**
     * {@return a writer of a part of the same file, which puts a prefix before all names; for a model made of models}
     *
     * @param part name of the part, not empty; names of the part become {@code part/name}
     */
    public ArtifactWriter part(String part) {
        return new ArtifactWriter(prefix + ArtifactReader.prefix(part), this);
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    /**
     * Adds a text.
     *
     * @param name any but {@code personalize_format}, which is the library's own
     */
    public ArtifactWriter text(String name, String value) {
        String full = prefix + name;
        if (full.equals(FORMAT_NAME)) {
            throw new IllegalArgumentException("text '" + full + "' is the library's own: choose another name");
        }
        if (texts.put(full, value) != null) {
            throw new IllegalArgumentException("text '" + full + "' was written twice");
        }
        return this;
    }

    /** Adds a vector of floats, shape [length]. */
    public ArtifactWriter floats(String name, float[] values) {
        return add(new Tensor(prefix + name, Tensor.Type.F32, List.of(values.length)), sink -> sink.floats(values));
    }

    /**
     * Adds a matrix of floats, shape [rows, columns].
     *
     * @param columns length of each row; at least 1 unless there are no rows
     */
    public ArtifactWriter matrix(String name, float[][] rows, int columns) {
        if (columns < 0 || Tensor.hasEmptyRows(rows.length, columns)) {
            throw new IllegalArgumentException(
                    "matrix '" + name + "' has " + rows.length + " rows of " + columns + " values: at least 1");
        }
        for (float[] row : rows) {
            if (row.length != columns) {
                throw new IllegalArgumentException(
                        "matrix '" + name + "' has a row of " + row.length + " values, not " + columns);
            }
        }
        return add(new Tensor(prefix + name, Tensor.Type.F32, List.of(rows.length, columns)), sink -> {
            for (float[] row : rows) {
                sink.floats(row);
            }
        });
    }

    /** Adds a vector of ints, shape [length]. */
    public ArtifactWriter ints(String name, int[] values) {
        return add(new Tensor(prefix + name, Tensor.Type.I32, List.of(values.length)), sink -> sink.ints(values));
    }

    /** Adds a vector of longs, shape [length]. */
    public ArtifactWriter longs(String name, long[] values) {
        return add(new Tensor(prefix + name, Tensor.Type.I64, List.of(values.length)), sink -> sink.longs(values));
    }

    /**
     * Adds strings, any at all, as two vectors of ints.
     *
     * @param name of the vector of their UTF-16 characters, one after the other
     * @param lengthsName of the vector of how many each has
     */
    public ArtifactWriter strings(String name, String lengthsName, List<String> values) {
        return ints(lengthsName, values.stream().mapToInt(String::length).toArray())
                .ints(name, String.join("", values).chars().toArray());
    }

    private ArtifactWriter add(Tensor tensor, Content content) {
        if (tensor.name().equals(Header.METADATA)) {
            throw new IllegalArgumentException(
                    "array '" + tensor.name() + "' would hide the texts: choose another name");
        }
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new IllegalArgumentException("array '" + tensor.name() + "' was written twice");
        }
        contents.put(tensor.name(), content);
        return this;
    }

    /**
     * Writes the file, all parts of it whichever part this writes, and leaves the stream open.
     *
     * @throws IllegalStateException if names and texts together take more than 16 MiB; nothing was written
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] header = header();
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        Sink sink = new Sink(Channels.newChannel(out));
        for (Content content : contents.values()) {
            content.writeTo(sink);
        }
        sink.flush();
    }

    private byte[] header() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode metadata = root.putObject(Header.METADATA);
        metadata.put(FORMAT_NAME, Integer.toString(FORMAT));
        texts.forEach(metadata::put);
        long offset = 0;
        for (Tensor tensor : tensors.values()) {
            ObjectNode node = root.putObject(tensor.name());
            node.put(Header.TYPE, tensor.type().name());
            node.putPOJO(Header.SHAPE, tensor.shape());
            node.putPOJO(Header.OFFSETS, new long[] {offset, offset + tensor.bytes()});
            offset += tensor.bytes();
        }
        byte[] json = JSON.writeValueAsBytes(root);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        if (padded.length > Header.MOST_BYTES) {
            throw new IllegalStateException("a header of " + padded.length + " bytes; at most " + Header.MOST_BYTES
                    + " can be read again: keep long texts as arrays");
        }
        return padded;
    }

    /** Numbers to little-endian bytes, through one buffer. */
    private static final class Sink {
        final WritableByteChannel channel;
        final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

        Sink(WritableByteChannel channel) {
            this.channel = channel;
        }

        void floats(float[] values) throws IOException {
            for (float value : values) {
                room().putFloat(value);
            }
        }

        void ints(int[] values) throws IOException {
            for (int value : values) {
                room().putInt(value);
            }
        }

        void longs(long[] values) throws IOException {
            for (long value : values) {
                room().putLong(value);
            }
        }

        ByteBuffer room() throws IOException {
            if (buffer.remaining() < Long.BYTES) {
                flush();
            }
            return buffer;
        }

        void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }
    }
}
