/**
 * The exceptions of the library, one type for each different thing a caller can do about a failure. All are
 * unchecked and extend {@link dev.personalize.error.PersonalizeException}.
 */
@NullMarked
package dev.personalize.error;

import org.jspecify.annotations.NullMarked;
