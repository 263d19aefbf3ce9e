/** Small main programs that show the library at work, each run by a test. */
@NullMarked
package dev.personalize.examples;

import org.jspecify.annotations.NullMarked;
