/** The library as an application uses it, with the built-in recipes: import, train, deploy, ask. */
@NullMarked
package dev.personalize.endtoend;

import org.jspecify.annotations.NullMarked;
