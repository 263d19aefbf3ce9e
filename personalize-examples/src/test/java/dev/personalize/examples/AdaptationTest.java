package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AdaptationTest {
    private static final Pattern ROW = Pattern.compile("  (?:before|after \\d+) +(\\d+) +(\\d+) +([0-9.]+)");

    @Test
    void christmas_moves_up_after_three_christmas_things_and_nobody_elses_answer_changes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Adaptation.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String output = bytes.toString(StandardCharsets.UTF_8);

        List<MatchResult> rows = ROW.matcher(output).results().toList();
        MatchResult before = rows.get(0);
        MatchResult after = rows.get(3);
        assertThat(rows).as(output).hasSize(4);
        assertThat(Integer.parseInt(after.group(2))).as(output).isGreaterThan(Integer.parseInt(before.group(2)));
        assertThat(Double.parseDouble(after.group(3))).as(output).isLessThan(Double.parseDouble(before.group(3)));
        assertThat(output).contains("the same items with the same scores: true");
    }
}
