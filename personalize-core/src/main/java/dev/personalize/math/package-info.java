/**
 * The only room that tunes loops: vectors, symmetric updates, products, positive definite solves and inverses, scans, sums of exponentials, top-k
 * selection, sets of bits, spare arrays and parallel ranges whose result does not depend on the number of threads. Arrays are plain {@code float[]} and
 * {@code float[][]}; each method says which of its arguments it modifies.
 */
@NullMarked
package dev.personalize.math;

import org.jspecify.annotations.NullMarked;
