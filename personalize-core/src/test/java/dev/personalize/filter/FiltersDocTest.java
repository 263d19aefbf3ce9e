package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example of docs/filters.md is an expression. */
class FiltersDocTest {
    private static final Pattern BLOCK = Pattern.compile("```filter\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_example_can_be_read() throws IOException {
        String doc = Files.readString(Path.of("..", "docs", "filters.md"));
        List<String> examples = BLOCK.matcher(doc)
                .results()
                .flatMap(block -> Stream.of(block.group(1).split("\n", -1)))
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(examples).hasSizeGreaterThan(12);
        assertThat(examples)
                .allSatisfy(
                        example -> assertThat(FilterExpression.parse(example)).hasToString(example));
    }
}
