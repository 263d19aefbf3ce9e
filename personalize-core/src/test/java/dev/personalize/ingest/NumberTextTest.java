package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
    @Property(tries = 2000, seed = "3")
    void decimals_are_read_as_javas_parsers_read_them(
            @ForAll long digits,
            @ForAll @IntRange(min = 0, max = 63) int shift,
            @ForAll @IntRange(min = -3, max = 25) int scale) {
        String text = new BigDecimal(java.math.BigInteger.valueOf(digits >> shift), scale).toPlainString();

        assertThat(NumberText.parseFloat(text)).isEqualTo(Float.parseFloat(text));
        assertThat(NumberText.parseDouble(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property(tries = 1000, seed = "4")
    void every_number_reads_back(@ForAll long number, @ForAll float real, @ForAll double wide) {
        assertThat(NumberText.parseLong(Long.toString(number))).isEqualTo(number);
        assertThat(NumberText.parseInt(Integer.toString((int) number))).isEqualTo((int) number);
        assertThat(NumberText.parseFloat(Float.toString(real))).isEqualTo(real);
        assertThat(NumberText.parseDouble(Double.toString(wide))).isEqualTo(wide);
    }

    @Test
    void signs_and_the_ends_of_the_ranges() {
        assertThat(NumberText.parseLong("+007")).isEqualTo(7);
        assertThat(NumberText.parseLong("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(NumberText.parseLong("9223372036854775808")).isNull();
        assertThat(NumberText.parseInt("-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(NumberText.parseInt("-2147483649")).isNull();
        assertThat(NumberText.parseFloat("-0")).isEqualTo(-0f);
        assertThat(NumberText.parseFloat("16777217")).isEqualTo(16777216f);
        assertThat(NumberText.parseFloat("5.")).isEqualTo(5f);
        assertThat(NumberText.parseFloat(".5E+1")).isEqualTo(5f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", "-", "--1", "1 ", " 1", "1_000", "1,5", "e5", "1e", "1e+", "1e5e", "1e1.5", "..", "1.", "٣"
            })
    void what_is_no_whole_number(String text) {
        assertThat(NumberText.parseLong(text)).isNull();
        assertThat(NumberText.parseInt(text)).isNull();
        if (!text.equals("1.")) {
            assertThat(NumberText.parseFloat(text)).isNull();
            assertThat(NumberText.parseDouble(text)).isNull();
        }
    }
}
