package dev.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.internal.serving.Cause;
import dev.personalize.internal.serving.Cause.Kind;
import dev.personalize.internal.serving.Explained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final long NEW_YEAR = 1767225600;

    private static final Explained EXPLAINED = Explained.of(
                    "film-7",
                    0.65,
                    List.of(
                            new Cause(Kind.HISTORY, "film-3", "Watch", NEW_YEAR, 1, 0.5127, 0.66),
                            new Cause(Kind.HISTORY, "film-9", "Click", NEW_YEAR + 3600, 3, 0.2, 0.26),
                            new Cause(Kind.HISTORY, "film-1", null, NEW_YEAR, 1, -0.0627, 0.08)))
            .promotedBy("oscars");

    @Test
    void reasons_are_typed() {
        Explanation explanation = Explanation.of(Explained.of(
                        "film-7",
                        10.0,
                        List.of(
                                new Cause(Kind.HISTORY, "film-3", "Watch", NEW_YEAR, 2, 4, 0.4),
                                new Cause(Kind.ANCHOR, "film-2", null, 0, 0, 3, 0.3),
                                new Cause(Kind.POPULARITY, null, null, 0, 0, 1, 0.1),
                                new Cause(Kind.ATTRIBUTE, "GENRE", "Drama", 0, 0, 1, 0.1),
                                new Cause(Kind.REMAINDER, null, null, 0, 0, 1, 0.1)))
                .promotedBy("oscars")
                .explored());

        assertThat(explanation.reasons())
                .containsExactly(
                        new Reason.Exploration(),
                        new Reason.Promotion("oscars"),
                        new Reason.History("film-3", "Watch", Instant.ofEpochSecond(NEW_YEAR), 2, 4, 0.4),
                        new Reason.Anchor("film-2", 3, 0.3),
                        new Reason.Popularity(1, 0.1),
                        new Reason.Attribute("GENRE", "Drama", 1, 0.1),
                        new Reason.Remainder(1, 0.1));
        assertThat(explanation.reasons().stream().mapToDouble(Reason::value).sum())
                .isEqualTo(10);
        assertThat(explanation.reasons().stream().mapToDouble(Reason::share).sum())
                .isEqualTo(1);
    }

    @Test
    void reads_as_the_documentation_shows() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "explanations.md"));

        assertThat(page.lines().toList())
                .containsSubsequence(
                        Explanation.of(EXPLAINED).toString().lines().toList());
    }

    @Test
    void every_reason_is_a_sentence() {
        assertThat(new Reason.Exploration()).hasToString("Exploration placed it, to learn who likes it.");
        assertThat(new Reason.Anchor("film-2", 0.8660254, 1)).hasToString("Its relation to film-2 adds 0.866 (100%).");
        assertThat(new Reason.Popularity(12345, 1)).hasToString("Its popularity adds 12345 (100%).");
        assertThat(new Reason.Attribute("GENRE", "Drama", -0.00012345, 0.004))
                .hasToString("GENRE 'Drama' takes away 0.000123 (0%).");
        assertThat(new Reason.Remainder(0.5, 1)).hasToString("What the model does not take apart adds 0.5 (100%).");
        assertThat(new Reason.History("film-9", null, Instant.EPOCH, 2, -0.5, 0.5))
                .hasToString(
                        "The user's 2 events with film-9, the newest at 1970-01-01T00:00:00Z, take away 0.5 (50%).");
    }

    @Test
    void an_item_without_score_says_so() {
        Explained popular = Explained.of("film-7", null, List.of(new Cause(Kind.POPULARITY, null, null, 0, 0, 17, 1)));

        assertThat(Explanation.of(popular).toString().lines())
                .containsExactly("The model has no score for film-7.", "Its popularity adds 17 (100%).");
    }
}
