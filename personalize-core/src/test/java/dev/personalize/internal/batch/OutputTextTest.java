package dev.personalize.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutputTextTest {
    private static byte[] bytes(OutputText text) {
        return java.util.Arrays.copyOf(text.bytes(), text.size());
    }

    @Property(seed = "42")
    void text_becomes_what_the_jdk_makes_of_it(@ForAll String text) {
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        OutputText out = new OutputText();

        out.append(whole);

        assertThat(bytes(out)).isEqualTo(whole.getBytes(StandardCharsets.UTF_8));
    }

    @Property(seed = "42")
    void a_quoted_text_is_read_again_as_it_was(@ForAll String text) throws IOException {
        OutputText out = new OutputText();

        out.quote(text);

        assertThat(new ObjectMapper().readTree(bytes(out)).asText()).isEqualTo(text);
    }

    @Test
    void escapes_what_must_be_escaped() {
        OutputText out = new OutputText();

        out.quote("a\"b\\c\n\u0001\uD800é\uD83D\uDE00");

        assertThat(new String(bytes(out), StandardCharsets.UTF_8))
                .isEqualTo("\"a\\\"b\\\\c\\n\\u0001\\uD800é\uD83D\uDE00\"");
    }

    @Test
    void a_long_text_is_handed_on_piece_by_piece() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int[] pieces = new int[1];
        OutputText out = new OutputText((bytes, length) -> {
            pieces[0]++;
            whole.write(bytes, 0, length);
        });
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            out.quote("ü" + i);
            expected.append("\"ü").append(i).append('"');
        }
        out.append("x".repeat(200_000));
        out.flush();

        assertThat(whole.toString(StandardCharsets.UTF_8)).isEqualTo(expected + "x".repeat(200_000));
        assertThat(pieces[0]).isBetween(5, 50);
    }
}
