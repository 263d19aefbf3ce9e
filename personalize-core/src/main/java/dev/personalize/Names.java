package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.regex.Pattern;

/** The service's rule for names of resources. */
final class Names {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,62}");

    private Names() {}

    static String checked(String kind, String name) {
        if (!LEGAL.matcher(name).matches()) {
            throw new InvalidInputException(kind + " name '" + name
                    + "' is not allowed: use 1 to 63 letters, digits, '-' and '_', beginning with a letter or digit");
        }
        return name;
    }
}
