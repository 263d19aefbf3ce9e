package dev.personalize.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users anna, berta and carla had item i0, i1 and i2 last; see {@link CoordinateModel}. The score of i2 is 2u + 1. */
class SegmentLinesTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                        {"name": "YEAR", "type": ["null", "int"]},
                        {"name": "TONE", "type": ["null", "string"]},
                        {"name": "ABOUT", "type": ["null", "string"], "textual": true}]}""");

    private final Snapshot data = Snapshot.builder()
            .interaction("anna", "i0", null, Float.NaN, 1)
            .interaction("berta", "i0", null, Float.NaN, 1)
            .interaction("berta", "i1", null, Float.NaN, 2)
            .interaction("carla", "i2", null, Float.NaN, 1)
            .interaction("dora", "new", null, Float.NaN, 1)
            .items(new AttributeTable.Builder(ITEMS, "ITEM_ID")
                    .add(new @Nullable Object[] {"i0", "Comedy", 1990, "dark", "fun"})
                    .add(new @Nullable Object[] {"i1", "Comedy|Drama", 1991, "light", null})
                    .add(new @Nullable Object[] {"i2", "Drama", 1991, null, null})
                    .add(new @Nullable Object[] {"new", "Horror", null, null, null}))
            .build();

    private String answer(String line) {
        return answer(line, 10, UserMask.ALL, Set.of());
    }

    private String answer(String line, int numResults, UserMask mask, Set<String> deleted) {
        CoordinateModel model = CoordinateModel.of(data, 3);
        SegmentLines lines = new SegmentLines(
                data,
                new SegmentLines.Learned(
                        model, model.items, data.eventTypes(), EventSelection.ALL, ColumnSelection.ALL),
                deleted,
                numResults,
                mask,
                new Parallel(Runnable::run, 1, new Cancellation()));
        OutputText out = new OutputText();
        boolean answered = lines.answer(line, 1, out);
        String text = new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
        assertThat(text.contains("\"error\":")).isEqualTo(!answered);
        return text;
    }

    @Test
    void an_item_gets_its_users_best_first_without_those_the_model_knows_nothing_of() {
        assertThat(answer("{\"itemId\": \"i2\"}"))
                .isEqualTo("{\"input\":{\"itemId\":\"i2\"},\"output\":"
                        + "{\"recommendedUsers\":[\"carla\",\"berta\",\"anna\"]}}");
        assertThat(answer("{\"itemId\": \"i2\"}", 2, UserMask.ALL, Set.of())).endsWith("[\"carla\",\"berta\"]}}");
    }

    @Test
    void equal_scores_go_in_order_of_id() {
        // The score of i0 is 1 for everybody.
        assertThat(answer("{\"itemId\": \"i0\"}")).endsWith("[\"anna\",\"berta\",\"carla\"]}}");
    }

    @Test
    void attributes_get_the_users_of_all_matching_items() {
        assertThat(answer("{\"itemAttributes\": \"ITEMS.GENRES = \\\"Drama\\\" AND ITEMS.YEAR = 1991\"}"))
                .isEqualTo("{\"itemAttributes\":\"ITEMS.GENRES = \\\"Drama\\\" AND ITEMS.YEAR = 1991\",\"output\":"
                        + "{\"recommendedUsers\":[\"carla\",\"berta\",\"anna\"]}}");
        assertThat(answer("{\"itemAttributes\": \"items.genres='Comedy' and Items.Tone = 'dark'\"}"))
                .endsWith("[\"anna\",\"berta\",\"carla\"]}}"); // i0 alone: all equal
    }

    @Test
    void what_is_asked_wrongly_gets_its_own_error() {
        assertThat(answer("{\"itemId\": \"new\"}")).contains("item 'new' is unknown to this version");
        assertThat(answer("{\"itemId\": \"i1\"}", 5, UserMask.ALL, Set.of("i1")))
                .contains("item 'i1' is unknown");
        assertThat(answer("{\"itemId\": 7}")).contains("itemId must be a string, was 7");
        assertThat(answer("{\"userId\": \"anna\"}"))
                .startsWith("{\"input\":{\"userId\":\"anna\"},\"output\":null,\"error\":")
                .contains("either an itemId or itemAttributes");
        assertThat(answer("{\"itemId\":\"i1\",\"itemAttributes\":\"x\"}")).contains("either");
        assertThat(answer("[]"))
                .isEqualTo("{\"input\":\"[]\",\"output\":null,\"error\":\"the line is not a JSON object\"}");
        assertThat(answer("{\"itemId\":\"i1\"} {}")).contains("not a JSON object");
        assertThat(answer("{\"itemId\":\"i1\",\"filterValues\":[]}")).contains("filterValues must be an object");
    }

    @Test
    void attributes_that_cannot_be_compared_get_their_own_error() {
        assertThat(attributes("ITEMS.GENRES = 'Horror'")).contains("no item this version learned about has");
        assertThat(attributes("ITEMS.COLOR = 'red'"))
                .contains("no column COLOR")
                .contains("GENRES");
        assertThat(attributes("ITEMS.ABOUT = 'fun'")).contains("is text");
        assertThat(attributes("ITEMS.YEAR = 'old'")).contains("holds numbers");
        assertThat(attributes("ITEMS.GENRES = Comedy")).contains("put the value Comedy in quotes");
        assertThat(attributes("ITEMS.GENRES = 'comedy'")).contains("no item");
        for (String wrong : new String[] {
            "",
            "ITEMS.YEAR",
            "ITEMS.YEAR > 1",
            "ITEMS.YEAR = 1991 OR ITEMS.YEAR = 1990",
            "ITEMS.YEAR = 1991 AND",
            "ITEMS.YEAR = 1991 ANDITEMS.YEAR = 1991",
            "USERS.AGE = 3"
        }) {
            assertThat(attributes(wrong)).as(wrong).contains("is not understood");
        }
    }

    private String attributes(String expression) {
        String line = answer("{\"itemAttributes\": \"" + expression + "\"}");
        assertThat(line).startsWith("{\"itemAttributes\":\"" + expression + "\",\"output\":null,\"error\":\"");
        return line;
    }

    @Test
    void a_mask_says_which_users_a_line_may_name() {
        UserMask mask = values -> {
            if (!values.containsKey("NAME")) {
                throw new InvalidInputException("the filter needs NAME");
            }
            return new long[] {1L << data.users().position(values.getOrDefault("NAME", ""))};
        };

        assertThat(answer("{\"itemId\":\"i2\",\"filterValues\":{\"NAME\":\"berta\"}}", 9, mask, Set.of()))
                .endsWith("\"output\":{\"recommendedUsers\":[\"berta\"]}}");
        assertThat(answer("{\"itemId\":\"i2\"}", 9, mask, Set.of())).contains("the filter needs NAME");
        assertThat(answer("{\"itemId\":\"i2\",\"filterValues\":{}}", 9, UserMask.ALL, Set.of()))
                .contains("carla");
    }
}
