package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.recipe.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a model writes, ready to be read. */
final class WrittenModel {
    private WrittenModel() {}

    static ArtifactReader of(Model model) {
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        return read(out);
    }

    static ArtifactReader read(ArtifactWriter out) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            out.writeTo(bytes);
            return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
