package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

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
                "<p></p>|''"
            })
    void tags_entities_and_runs_of_white_space_go(String text, String plain) {
        assertThat(Markup.strip(text)).isEqualTo(plain);
    }
}
