package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the text of a file becomes values. */
class CsvValuesTest extends CsvImportSpec {
    @Test
    void columns_are_found_by_name_in_any_order_and_unknown_ones_passed_over() {
        assertThat(read(
                        Rows.interactions(),
                        "EXTRA,TIMESTAMP,ITEM_ID,EVENT_VALUE,USER_ID",
                        "x,956703932,858,4.5,6040",
                        ",956703954,00593,,+1"))
                .containsExactly(
                        Rows.list("6040", "858", 956703932L, 4.5f), Rows.list("+1", "00593", 956703954L, null));
    }

    @Test
    void every_type_is_read() {
        assertThat(read(Rows.everyType(), "ITEM_ID,S,I,L,F,D,B,N", "i,a|b,-1,-2,3,4e2,true,5", "j,,,,,,false,6"))
                .containsExactly(
                        Rows.list("i", "a|b", -1, -2L, 3f, 400d, true, 5),
                        Rows.list("j", null, null, null, null, null, false, 6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '~', textBlock = """
            plain                ! plain
            "a,b"                ! a,b
            "a""b"               ! a"b
            "a\\"b"              ! a"b
            a\\"b                ! a"b
            "a\\\\b"             ! a\\b
            a\\\\b               ! a\\b
            C:\\new              ! C:\\new
            "C:\\new"            ! C:\\new
            "C:\\temp\\run"      ! C:\\temp\\run
            "a\\\\nb"            ! a\\nb
            a\\                  ! a\\
            "say \\"\\\\\\""     ! say "\\"
            a'b                  ! a'b
            ü😀                  ! ü😀
            """)
    void quotes_and_backslashes_are_read_as_the_service_does(String text, String expected) {
        assertThat(note(text)).isEqualTo(expected);
    }

    @Test
    void a_backslash_at_the_end_of_the_file_is_itself() {
        assertThat(read(Rows.schema("Users", "AGE:int", "USER_ID:string"), "AGE,USER_ID", "1,u\\"))
                .containsExactly(Rows.list(1, "u\\"));
    }

    @Test
    void backslashes_are_read_alike_wherever_a_buffer_ends() {
        String unit = "\\n\\\"\\\\";
        List<String> lines = new ArrayList<>(List.of("USER_ID,NOTE,AGE"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            ids.add("u" + "x".repeat(i % 7) + i);
            lines.add(ids.get(i) + ",\"" + unit + "\",1");
        }

        assertThat(read(USERS, lines.toArray(String[]::new)))
                .containsExactlyElementsOf(
                        ids.stream().map(id -> Rows.list(id, "\\n\"\\", 1)).toList());
    }

    @Test
    void a_line_break_inside_a_value_is_refused() {
        List<String> lines = List.of("USER_ID,NOTE,AGE", "u,ok,1", "v,\"two", "lines\",1", "w,ok,1");

        assertRefused(USERS, lines, "line 3", "column NOTE", "line break");
        ImportReport report = run(file("x.csv", lines.toArray(String[]::new)), USERS, 1);
        assertThat(report.storedRows()).isEqualTo(2);
    }

    @Test
    void blank_lines_count_but_are_no_rows_and_lines_may_end_as_in_windows() {
        assertThat(read(USERS, "USER_ID,NOTE,AGE\r", "u,a,1\r", "\r", "v,b,2\r", ""))
                .hasSize(2);
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE\r", "\r", "v,b,old\r"), "line 3,");
    }

    @Test
    void quotes_that_do_not_end_are_refused_whatever_is_allowed() {
        assertThatThrownBy(() -> run(file("a.csv", "USER_ID,NOTE,AGE", "u,\"a\"b,1"), USERS, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a.csv, line 2")
                .hasMessageContaining("quote");
        assertThatThrownBy(() -> run(file("b.csv", "USER_ID,NOTE,AGE", "u,\"C:\\\",1"), USERS, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("b.csv, line 2");
    }

    @Test
    void a_byte_order_mark_is_passed_over_and_gzip_unpacked() {
        run(file("a.csv", "\uFEFFUSER_ID,NOTE,AGE", "u,a,1"), USERS, 0);
        run(file("b.csv.gz", "\uFEFFUSER_ID,NOTE,AGE", "v,b,2"), USERS, 0);

        assertThat(rows.lists()).containsExactly(Rows.list("u", "a", 1), Rows.list("v", "b", 2));
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws IOException {
        Path path = file("a.csv", "USER_ID,NOTE,AGE", "u,a,1");
        Files.write(path, "USER_ID,NOTE,AGE\nu,\u00e4,1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> run(path, USERS, 9))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a.csv")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void damaged_gzip_is_refused() throws IOException {
        Path path = file("a.csv.gz", "USER_ID,NOTE,AGE", "u,a,1");
        byte[] whole = Files.readAllBytes(path);
        for (byte[] bytes : List.of(
                Arrays.copyOf(whole, whole.length - 9), "USER_ID".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            Files.write(path, bytes);

            assertThatThrownBy(() -> run(path, USERS, 9))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("gzip");
        }
    }

    @Test
    void missing_columns_are_all_named_nullable_ones_too() {
        assertRefused(
                USERS, List.of("USER_ID", "u"), "Input CSV is missing the following columns: NOTE, AGE", "data.csv");
        assertRefused(USERS, List.of("X"), "missing the following columns: USER_ID, NOTE, AGE");
        assertRefused(USERS, List.of("USER_ID,AGE,NOTE,AGE"), "'AGE'", "line 1");
        assertThatThrownBy(() -> run(Files.createFile(folder.resolve("e.csv")), USERS, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void a_line_with_too_many_or_too_few_values_is_refused() {
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE", "u,a,b,1"), "line 2", "4 values", "3 columns");
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE", "u,a"), "line 2", "2 values");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            I, 1.5
            I, 2147483648
            I, ~ 1~
            I, 1e3
            L, 1.5
            L, 9223372036854775808
            L, 0x10
            L, -
            L, ١
            F, NaN
            F, Infinity
            F, 1e39
            F, 1f
            F, ~1 ~
            F, .
            F, 0x1p3
            D, -Infinity
            D, 1d
            D, 1e999
            D, 1.2.3
            B, TRUE
            B, 1
            N, ''
            """)
    void values_of_the_wrong_type_are_refused(String column, String value) {
        List<String> columns = List.of("ITEM_ID", "S", "I", "L", "F", "D", "B", "N");
        List<String> values = new ArrayList<>(List.of("i", "", "1", "1", "1", "1", "true", "1"));
        values.set(columns.indexOf(column), value);

        assertRefused(
                Rows.everyType(),
                List.of(String.join(",", columns), String.join(",", values)),
                "data.csv, line 2, column " + column + ": value '" + value + "' is not");
    }

    @Test
    void an_empty_value_is_null_only_where_nullable() {
        assertRefused(
                Rows.interactions(),
                List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE", "u,i,,1"),
                "line 2, column TIMESTAMP",
                "not nullable");
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE", "\"\",a,1"), "column USER_ID", "not nullable");
        assertThat(read(USERS, "USER_ID,NOTE,AGE", "u,\"\",")).containsExactly(Rows.list("u", null, null));
    }

    @Test
    void a_timestamp_in_milliseconds_is_recognised() {
        String header = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE";

        assertRefused(Rows.interactions(), List.of(header, "u,i,1692224007000,1"), "TIMESTAMP", "milliseconds");
        assertRefused(Rows.interactions(), List.of(header, "u,i,253402300800,1"), "9999");
        assertThat(read(Rows.interactions(), header, "u,i,253402300799,1")).hasSize(1);
        assertRefused(
                Rows.schema("Items", "ITEM_ID:string", "N:int", "CREATION_TIMESTAMP:long"),
                List.of("ITEM_ID,N,CREATION_TIMESTAMP", "i,1,1692224007000"),
                "milliseconds");
    }

    @Test
    void strings_are_limited_to_1000_characters_and_ids_to_256() {
        String emoji = "😀".repeat(1000);

        assertThat(note(emoji)).isEqualTo(emoji);
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE", "u," + "x".repeat(1001) + ",1"), "NOTE", "1001", "1000");
        assertThat(read(USERS, "USER_ID,NOTE,AGE", "x".repeat(256) + ",,")).hasSize(2);
        assertRefused(USERS, List.of("USER_ID,NOTE,AGE", "x".repeat(257) + ",,"), "USER_ID", "257", "256");
    }

    @Test
    void textual_values_lose_markup_and_what_is_beyond_20_000_characters() {
        Schema schema = Rows.schema("Items", "ITEM_ID:string", "TEXT:string?#textual");

        assertThat(read(
                        schema,
                        "ITEM_ID,TEXT",
                        "1,<p class='x'>Fast &amp; <b>light</b></p>",
                        "2,<br/>",
                        "3,\"a\t b  c\"",
                        "4," + "😀".repeat(20_001),
                        "5," + "x".repeat(19_999) + " y"))
                .containsExactly(
                        Rows.list("1", "Fast light"),
                        Rows.list("2", null),
                        Rows.list("3", "a b c"),
                        Rows.list("4", "😀".repeat(20_000)),
                        Rows.list("5", "x".repeat(19_999)));
    }

    @Test
    void actions_have_values_from_1_to_10_and_repeat_after_at_most_30_days() {
        Schema schema = Rows.schema(
                "Actions",
                "ACTION_ID:string",
                "VALUE:long?",
                "REPEAT_FREQUENCY:long?",
                "EXPIRATION_TIMESTAMP:long?",
                "COST:int?");
        String header = "ACTION_ID,VALUE,REPEAT_FREQUENCY,EXPIRATION_TIMESTAMP,COST";

        assertThat(read(schema, header, "a,1,0,1700000000,1", "b,10,30,,", "a,,,,2"))
                .containsExactly(Rows.list("a", null, null, null, 2), Rows.list("b", 10L, 30L, null, null));
        assertRefused(schema, List.of(header, "a,0,,,"), "line 2, column VALUE", "'0'", "from 1 to 10");
        assertRefused(schema, List.of(header, "a,11,,,"), "VALUE", "'11'");
        assertRefused(schema, List.of(header, "a,,31,,"), "REPEAT_FREQUENCY", "'31'", "from 0 to 30");
        assertRefused(schema, List.of(header, "a,,,1692224007000,"), "EXPIRATION_TIMESTAMP", "milliseconds");
        assertRefused(schema, List.of(header, "x".repeat(257) + ",,,,"), "ACTION_ID", "256");
    }

    @Test
    void event_types_of_actions_are_stored_in_one_spelling() {
        Schema schema = Rows.schema(
                "ActionInteractions", "USER_ID:string", "ACTION_ID:string", "EVENT_TYPE:string", "TIMESTAMP:long");
        String header = "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP";

        assertThat(read(schema, header, "u,a,Taken,1", "u,a,Not taken,1", "u,a,NOT_TAKEN,1", "u,a,viewed,1"))
                .containsExactly(
                        Rows.list("u", "a", "TAKEN", 1L),
                        Rows.list("u", "a", "NOT_TAKEN", 1L),
                        Rows.list("u", "a", "VIEWED", 1L));
        assertRefused(schema, List.of(header, "u,a,clicked,1"), "EVENT_TYPE", "'clicked'", "Taken, Not Taken");
    }
}
