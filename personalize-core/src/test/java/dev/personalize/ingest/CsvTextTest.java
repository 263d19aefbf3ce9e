package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which characters Commons CSV sees, in whatever pieces they come and are asked for. */
class CsvTextTest {
    @Property(seed = "42")
    void backslashes_are_doubled_unless_they_stand_before_a_quote_or_a_backslash(
            @ForAll("texts") String text, @ForAll long seed) {
        assertThat(read(text, new Random(seed))).isEqualTo(naive(text));
    }

    @Property(seed = "42")
    void a_byte_order_mark_is_left_out_at_the_start_only(@ForAll("texts") String text, @ForAll long seed) {
        assertThat(read('\uFEFF' + text + '\uFEFF', new Random(seed))).isEqualTo(naive(text + '\uFEFF'));
    }

    /** Some with many backslashes, some with few, some longer than any buffer. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, 30_000)
                .flatMap(length -> Arbitraries.integers()
                        .between(1, 2000)
                        .flatMap(rarity -> Arbitraries.longs().map(seed -> text(length, rarity, new Random(seed)))));
    }

    private static String text(int length, int rarity, Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(random.nextInt(rarity) == 0 ? "\\\\\"n".charAt(random.nextInt(4)) : 'x');
        }
        return text.toString();
    }

    private static String naive(String text) {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (text.charAt(i) == '\\' && (next == '\\' || next == '"')) {
                seen.append('\\').append(next);
                i++;
            } else {
                seen.append(text.charAt(i) == '\\' ? "\\\\" : text.charAt(i));
            }
        }
        return seen.toString();
    }

    private static String read(String text, Random random) {
        Reader pieces = new StringReader(text) {
            @Override
            public int read(char[] target, int from, int length) throws IOException {
                return super.read(target, from, Math.min(length, 1 + random.nextInt(10_000)));
            }
        };
        StringBuilder seen = new StringBuilder();
        try (CsvText csv = new CsvText(pieces)) {
            char[] target = new char[20_000];
            for (int count = 0; count >= 0; ) {
                seen.append(target, 5, count);
                csv.beginLine();
                count = csv.read(target, 5, 1 + random.nextInt(random.nextBoolean() ? 10 : 19_000));
            }
            return seen.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
