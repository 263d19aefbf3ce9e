/**
 * Contract suites: what every implementation of a seam of the library must do, as abstract test classes. Subclass one in a
 * test of your own, and JUnit runs it against your implementation.
 */
@NullMarked
package dev.personalize.testkit;

import org.jspecify.annotations.NullMarked;
