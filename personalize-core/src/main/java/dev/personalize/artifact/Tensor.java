package dev.personalize.artifact;

import java.util.List;

/**
 * The header entry of one array.
 *
 * @param name unique in its file
 * @param type element type
 * @param shape extent of each dimension, outermost first
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

    long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    long bytes() {
        return Math.multiplyExact(elements(), type.bytes);
    }
}
