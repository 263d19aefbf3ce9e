/** Speed and quality on full data sets, which the reader brings along: none of them is part of the repository. */
@NullMarked
package dev.personalize.benchmarks;

import org.jspecify.annotations.NullMarked;
