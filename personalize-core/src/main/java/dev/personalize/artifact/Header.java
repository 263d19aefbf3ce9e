package dev.personalize.artifact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.personalize.error.CorruptArtifactException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a model file. Read token by token, so that it takes memory for what it says and not for how it is nested.
 */
final class Header {
    /** Most bytes of a header, which holds names, shapes and texts, never numbers of a model. */
    static final int MOST_BYTES = 1 << 24;

    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxNameLength(MOST_BYTES)
                    .maxStringLength(MOST_BYTES)
                    .build())
            .build();
    private static final int MOST_DIMENSIONS = 2;

    private final String source;
    private final Map<String, String> texts = new HashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private long bytes;

    private Header(String source) {
        this.source = source;
    }

    /**
     * @param space bytes the file has for arrays
     * @throws CorruptArtifactException if it is not a header, or its arrays do not fill that space exactly
     */
    static Header parse(byte[] bytes, long space, String source) {
        Header header = new Header(source);
        try (JsonParser in = JSON.createParser(bytes)) {
            header.expect(in, in.nextToken(), JsonToken.START_OBJECT);
            while (in.nextToken() != JsonToken.END_OBJECT) {
                header.expect(in, in.currentToken(), JsonToken.FIELD_NAME);
                header.entry(in, space);
            }
            if (in.nextToken() != null) {
                throw header.corrupt("something after its header");
            }
        } catch (IOException e) { // there is no medium to fail: the bytes are no JSON
            String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw new CorruptArtifactException(ArtifactReader.message(source, "an unreadable header: " + why), e);
        }
        if (header.bytes != space) {
            throw header.corrupt(space + " bytes for arrays of " + header.bytes);
        }
        return header;
    }

    Map<String, String> texts() {
        return texts;
    }

    /** {@return the arrays in the order they follow one another} */
    List<Tensor> tensors() {
        return tensors;
    }

    private void entry(JsonParser in, long space) throws IOException {
        String name = in.currentName();
        expect(in, in.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String text = in.currentName();
                expect(in, in.nextToken(), JsonToken.VALUE_STRING);
                texts.put(text, in.getText());
            }
        } else {
            Tensor tensor = tensor(name, in, space - bytes);
            tensors.add(tensor);
            bytes += tensor.bytes();
        }
    }

    /** @param space bytes that are left for this array and those behind it */
    private Tensor tensor(String name, JsonParser in, long space) throws IOException {
        String type = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case TYPE -> {
                    expect(in, in.nextToken(), JsonToken.VALUE_STRING);
                    type = in.getText();
                }
                case SHAPE -> shape = numbers(in);
                case OFFSETS -> offsets = numbers(in);
                default -> throw corrupt("an array '" + name + "' with an entry '" + in.currentName() + "'");
            }
        }
        Tensor tensor = new Tensor(name, type(name, type), extents(name, shape));
        boolean dimensionsFit = tensor.isMatrix()
                ? tensor.type() == Tensor.Type.F32 && !Tensor.hasEmptyRows(shape.get(0), shape.get(1))
                : shape.size() == 1;
        if (!dimensionsFit) {
            throw corrupt("an array '" + name + "' of shape " + shape + " and type " + type);
        }
        if (tensor.elements() > space / tensor.type().bytes) {
            throw corrupt("an array '" + name + "' of shape " + shape + " in " + space + " bytes");
        }
        if (!offsets.equals(List.of(bytes, bytes + tensor.bytes()))) {
            throw corrupt("an array '" + name + "' at " + offsets + " that begins at " + bytes + " and has "
                    + tensor.bytes() + " bytes");
        }
        return tensor;
    }

    private Tensor.Type type(String name, String type) {
        for (Tensor.Type known : Tensor.Type.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw corrupt("an array '" + name + "' of unknown type '" + type + "'");
    }

    private List<Integer> extents(String name, List<Long> shape) {
        List<Integer> extents = new ArrayList<>();
        for (long extent : shape) {
            if (extent < 0 || extent > Integer.MAX_VALUE - Long.BYTES) { // about the longest array there can be
                throw corrupt("an array '" + name + "' of shape " + shape);
            }
            extents.add((int) extent);
        }
        return List.copyOf(extents);
    }

    private List<Long> numbers(JsonParser in) throws IOException {
        expect(in, in.nextToken(), JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in, in.currentToken(), JsonToken.VALUE_NUMBER_INT);
            numbers.add(in.getLongValue());
            if (numbers.size() > MOST_DIMENSIONS) {
                throw corrupt("an array with more than " + MOST_DIMENSIONS + " dimensions or offsets");
            }
        }
        return numbers;
    }

    private void expect(JsonParser in, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw corrupt("a header with " + found + " instead of " + expected + " at byte "
                    + in.currentTokenLocation().getByteOffset());
        }
    }

    private CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(ArtifactReader.message(source, what));
    }
}
