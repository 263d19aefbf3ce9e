package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.personalize.error.InvalidInputException;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** An expression survives being printed, and what is no expression is refused in one way only. */
class FilterRoundTripTest {
    private static final int MUTATIONS = 10_000;
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "|",
            "*",
            "$",
            "$P",
            "\"",
            "'",
            "\\",
            ",",
            ".",
            "IN",
            "NOT",
            "AND",
            "OR",
            "IF",
            "WITHIN",
            "-",
            "1e999",
            "9".repeat(200),
            "CurrentUser.",
            "CurrentItem.",
            "Items.",
            "\u0000",
            "\uD83D",
            "\n",
            "<",
            "!=",
            "((((",
            "DAYS");

    @Property(seed = "42")
    void what_is_printed_reads_as_the_same_expression(@ForAll long seed) {
        FilterExpression filter = new Expressions(seed).next();

        FilterExpression again = FilterExpression.parse(filter.toString());

        assertThat(again).isEqualTo(filter);
        assertThat(again).hasToString(filter.toString());
        assertThat(again.fields()).isEqualTo(filter.fields());
        assertThat(again.parameters()).isEqualTo(filter.parameters());
    }

    @Test
    void a_mutated_expression_reads_or_is_refused_and_nothing_else() {
        SplittableRandom random = new SplittableRandom(8);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            StringBuilder text =
                    new StringBuilder(new Expressions(i % 200).next().toString());
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutate(text, random);
            }
            try {
                FilterExpression filter = FilterExpression.parse(text.toString());
                assertThat(FilterExpression.parse(filter.toString())).isEqualTo(filter);
            } catch (InvalidInputException e) {
                assertThat(e.getMessage())
                        .startsWith("filter expression, column ")
                        .contains("^");
                refused++;
            } catch (RuntimeException | Error e) {
                fail(text.toString(), e);
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS);
    }

    private static void mutate(StringBuilder text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            default -> text.insert(at, text.substring(at, end));
        }
    }
}
