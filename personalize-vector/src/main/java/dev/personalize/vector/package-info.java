/**
 * The kernels of {@code dev.personalize.math} on the vector registers of the processor, through {@code jdk.incubator.vector}. Nothing here
 * is called by name: {@link java.util.ServiceLoader} finds {@link dev.personalize.vector.VectorKernels}.
 */
@NullMarked
package dev.personalize.vector;

import org.jspecify.annotations.NullMarked;
