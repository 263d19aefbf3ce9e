package dev.personalize.artifact;

import java.util.List;

/**
 * The header entry of one array.
 *
 * @param name unique in its file
 * @param type element type
 * @param shape extent of each dimension, outermost first; one or two
 */
record Tensor(String name, Type type, List<Integer> shape) {
    enum Type {
        F32(4),
        I32(4),
        I64(8);

        final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** {@return how many numbers it has; two dimensions cannot exceed 64 bits} */
    long elements() {
        long elements = 1;
        for (int extent : shape) {
            elements *= extent;
        }
        return elements;
    }

    /** {@return how many bytes its numbers take; an {@link ArithmeticException} beyond 64 bits} */
    long bytes() {
        return Math.multiplyExact(elements(), type.bytes);
    }

    boolean isMatrix() {
        return shape.size() == 2;
    }

    /** Rows without columns take no bytes, so nothing would bound how many a file claims. */
    static boolean hasEmptyRows(long rows, long columns) {
        return rows > 0 && columns == 0;
    }
}
