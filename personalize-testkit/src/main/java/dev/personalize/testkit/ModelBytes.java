package dev.personalize.testkit;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.recipe.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A model as the bytes of its file. */
final class ModelBytes {
    private ModelBytes() {}

    /** {@return what the model writes} */
    static byte[] of(Model model) {
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            out.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** {@return what the model writes, ready to be read} */
    static ArtifactReader artifact(Model model) {
        try {
            byte[] bytes = of(model);
            return ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "the model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
