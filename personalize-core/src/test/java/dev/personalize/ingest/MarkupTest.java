package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            emptyValue = "",
            value = {
                "plain text|plain text",
                "  two  blanks |two blanks",
                "<b>bold</b> move|bold move",
                "one<br/>two|one two",
                "<a href=\"x?a=1&amp;b=2\">link</a>|link",
                "salt &amp; pepper|salt pepper",
                "&#169;&#xA9;&copy; 2024|2024",
                "before<!-- a <b> comment --> after|before after",
                "a <!-- never ends|a",
                "<?xml version='1.0'?><p>x</p>|x",
                "3 < 4 & 5 > 2|3 < 4 & 5 > 2",
                "I <3 you|I <3 you",
                "a <unfinished|a <unfinished",
                "<<b>x|< x",
                "R&D; R & D;|R R & D;",
                "fish&chips|fish&chips",
                "<|<",
                "&|&",
                "<p></p>|''",
                "<a <b>x>y|y",
                "a > b|a > b",
                "<b>a > b|a > b",
                "<a <!-- > --> b>c|c"
            })
    void tags_entities_and_runs_of_white_space_go(String text, String plain) {
        assertThat(Markup.strip(text)).isEqualTo(plain);
    }

    /** What is stored, exported and imported again stays the same. */
    @Property(tries = 2000, seed = "11")
    void plain_text_has_nothing_left_to_strip(@ForAll("texts") String text) {
        String plain = Markup.strip(text);

        assertThat(Markup.strip(plain)).isEqualTo(plain);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "<", ">", "&", ";", "a", "#1", "!", "--", "<!--", "-->", "/", " ", "\t", "<b>", "&lt;", "é")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
