package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What rows look like that arrive one by one. */
class StreamedSchemaTest {
    private static final Schema ACTION_EVENTS = Rows.schema(
            "ActionInteractions", "USER_ID:string", "ACTION_ID:string", "EVENT_TYPE:string", "TIMESTAMP:long");

    private static String[] fields(Schema schema) {
        return schema.fields().stream()
                .map(field -> field.name() + (field.nullable() ? "?" : ""))
                .toArray(String[]::new);
    }

    @Test
    void an_interaction_may_lack_user_and_item_and_say_more_than_the_dataset_has() {
        Schema streamed = Rows.interactions().streamed();

        assertThat(fields(streamed))
                .containsExactly(
                        "USER_ID?",
                        "ITEM_ID?",
                        "TIMESTAMP",
                        "EVENT_VALUE?",
                        "EVENT_TYPE?",
                        "IMPRESSION?",
                        "RECOMMENDATION_ID?",
                        "EVENT_ATTRIBUTION_SOURCE?",
                        "__SESSION_ID?",
                        "__EVENT_ID?");
        assertThat(streamed.streamed()).isSameAs(streamed);
    }

    @Test
    void fields_of_the_dataset_stay_as_they_are() {
        Schema schema = Rows.schema(
                "Interactions",
                "TIMESTAMP:long",
                "IMPRESSION:string",
                "EVENT_TYPE:string",
                "ITEM_ID:string",
                "DEVICE:string#categorical",
                "USER_ID:string");

        assertThat(fields(schema.streamed()))
                .startsWith("TIMESTAMP", "IMPRESSION", "EVENT_TYPE", "ITEM_ID?", "DEVICE", "USER_ID?", "EVENT_VALUE?");
        assertThat(schema.streamed().fields().get(4).categorical()).isTrue();
    }

    @Test
    void an_action_interaction_needs_its_action() {
        assertThat(fields(ACTION_EVENTS.streamed()))
                .containsExactly(
                        "USER_ID?",
                        "ACTION_ID",
                        "EVENT_TYPE",
                        "TIMESTAMP",
                        "IMPRESSION?",
                        "RECOMMENDATION_ID?",
                        "__SESSION_ID?",
                        "__EVENT_ID?");
    }

    @Test
    void an_item_is_the_same_however_it_comes() {
        Schema items = Rows.everyType();

        assertThat(items.streamed()).isSameAs(items);
    }

    @Test
    void its_json_is_avro() {
        for (Schema schema : new Schema[] {Rows.interactions(), ACTION_EVENTS}) {
            Schema streamed = schema.streamed();
            var avro = new org.apache.avro.Schema.Parser().parse(streamed.toJson());

            assertThat(avro.getFields())
                    .isEqualTo(RowEncoder.avroSchema(streamed).getFields());
        }
    }

    @Test
    void its_rows_are_kept_in_files_and_read_as_rows_of_the_dataset_too() {
        Schema streamed = Rows.interactions().streamed();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RowFile.Writer writer = RowFile.writer(file, streamed)) {
            writer.append(Rows.row("u", "i", 1L, 2f, "view", "i|j", null, null, "s", "e"));
            writer.append(Rows.row(null, null, 2L, null, null, null, null, null, "s", "f"));
        }
        Rows read = new Rows();
        Rows withoutSessions = new Rows();

        RowFile.read(new ByteArrayInputStream(file.toByteArray()), streamed, "file", read);
        RowFile.read(new ByteArrayInputStream(file.toByteArray()), Rows.interactions(), "file", withoutSessions);

        assertThat(read.lists())
                .containsExactly(
                        Rows.list("u", "i", 1L, 2f, "view", "i|j", null, null, "s", "e"),
                        Rows.list(null, null, 2L, null, null, null, null, null, "s", "f"));
        assertThat(withoutSessions.lists())
                .containsExactly(Rows.list("u", "i", 1L, 2f), Rows.list(null, null, 2L, null));
    }

    @Test
    void a_field_of_the_user_does_not_begin_with_two_underscores() {
        assertThatThrownBy(() -> Rows.schema("Users", "USER_ID:string", "__EVENT_ID:string#categorical"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'__EVENT_ID'")
                .hasMessageContaining("rename");
    }
}
