package dev.personalize.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedInteractionsTest {
    @TempDir
    Path folder;

    private static List<String> lines(long seed, long rows) {
        List<String> lines = new ArrayList<>();
        new GeneratedInteractions(seed, rows)
                .forEach((userId, itemId, timestamp, eventType) ->
                        lines.add(userId + "," + itemId + "," + timestamp + "," + eventType));
        return lines;
    }

    @Test
    void the_same_seed_gives_the_same_rows_and_another_seed_others() {
        assertThat(lines(7, 1000)).hasSize(1000).isEqualTo(lines(7, 1000)).isNotEqualTo(lines(8, 1000));
    }

    @Test
    void the_file_has_a_header_and_the_rows() throws IOException {
        Path csv = folder.resolve("rows.csv");
        new GeneratedInteractions(7, 1000).writeCsv(csv);

        List<String> expected = lines(7, 1000);
        expected.add(0, "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE");
        assertThat(Files.readAllLines(csv)).isEqualTo(expected);
    }

    @Test
    void time_never_goes_back_and_few_items_have_most_events() {
        List<Long> times = new ArrayList<>();
        Map<String, Integer> events = new HashMap<>();
        new GeneratedInteractions(7, 100_000).forEach((userId, itemId, timestamp, eventType) -> {
            times.add(timestamp);
            events.merge(itemId, 1, Integer::sum);
        });

        assertThat(times).isSorted();
        assertThat(times.get(times.size() - 1) - times.get(0)).isBetween(729 * 86_400L, 730 * 86_400L);
        int ofTheTopTenth = events.values().stream()
                .sorted((a, b) -> b - a)
                .limit(2_674)
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(ofTheTopTenth).isGreaterThan(50_000);
    }
}
