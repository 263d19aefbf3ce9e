package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStepsTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void the_listing_runs_and_knows_the_event() throws IOException {
        List<String> items = FirstSteps.recommend(
                        OnlineRetail.schema("interactions").toJson(),
                        OnlineRetail.csv("interactions", folder),
                        folder.resolve("home"))
                .itemIds();

        assertThat(items).as("the other alarm clocks").hasSize(25).contains("22726", "22727");
    }

    @Test
    void the_readme_shows_the_code_that_runs() throws IOException {
        String source = Files.readString(MODULE.resolve("src/main/java/dev/personalize/examples/FirstSteps.java"));
        String listing = source.substring(source.indexOf("// README begins") + 16, source.indexOf("// README ends"));

        String readme = Files.readString(MODULE.resolveSibling("README.md"));

        assertThat(readme).contains("```java\n" + listing.stripIndent().strip() + "\n```");
    }
}
