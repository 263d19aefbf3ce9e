package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.error.PersonalizeException;

/** The rule for bytes of any kind: they are read, or refused with an error of the library. */
final class PersonalizeErrors {
    private PersonalizeErrors() {}

    /** {@return whether {@code reading} refused; any other exception travels on} */
    static boolean only(Runnable reading) {
        try {
            reading.run();
            return false;
        } catch (PersonalizeException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return true;
        }
    }
}
