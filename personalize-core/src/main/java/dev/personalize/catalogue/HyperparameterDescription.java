package dev.personalize.catalogue;

import dev.personalize.recipe.Hyperparameter;
import dev.personalize.tuning.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * One hyperparameter of a recipe. Immutable.
 *
 * @param declaration type, default, range of allowed values, and what it does
 * @param featureTransformation whether it is one of the service's {@code featureTransformationParameters}, which say what data is learned
 *     from and how it is made ready; otherwise one of the algorithm's
 * @param searched where a search without ranges of its own looks, within what is allowed; empty if it is not tunable
 */
public record HyperparameterDescription(
        Hyperparameter declaration, boolean featureTransformation, Optional<Range> searched) {
    private static final int DIGITS = 4;

    /** {@return its name} */
    public String name() {
        return declaration.name();
    }

    /** {@return what it is where none is given, as text} */
    public String defaultValue() {
        return declaration.defaultValue();
    }

    /** {@return whether a search may change it} */
    public boolean isTunable() {
        return declaration.tunable();
    }

    /** {@return {@code searched} for people: {@code 16 … 256}, or words separated by commas; empty if it is not tunable} */
    public String searchedRange() {
        return searched.map(HyperparameterDescription::words).orElse("");
    }

    private static String words(Range range) {
        if (range instanceof Range.Categorical choice) {
            return String.join(", ", choice.values());
        }
        if (range instanceof Range.Continuous numbers) {
            return shortened(numbers.min()) + " … " + shortened(numbers.max());
        }
        return range.at(0) + " … " + range.at(1);
    }

    /** A thirtieth of a default has more digits than anybody wants to read. */
    private static double shortened(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
    }
}
