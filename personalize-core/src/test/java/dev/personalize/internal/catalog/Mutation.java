package dev.personalize.internal.catalog;

import java.util.Arrays;
import java.util.Random;

/** Damage as disks, transfers and editors do it. */
final class Mutation {
    private Mutation() {}

    /** {@return the bytes with one to three of: a byte changed, a part removed, doubled, or overwritten} */
    static byte[] of(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            mutated = once(mutated, random);
        }
        return mutated;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
        byte[] mutated = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> mutated[from] = (byte) random.nextInt();
            case 1 -> {
                mutated = Arrays.copyOf(bytes, bytes.length - (to - from));
                System.arraycopy(bytes, to, mutated, from, bytes.length - to);
            }
            case 2 -> {
                mutated = Arrays.copyOf(bytes, bytes.length + (to - from));
                System.arraycopy(bytes, from, mutated, to, bytes.length - from);
            }
            default -> Arrays.fill(mutated, from, to, (byte) (random.nextBoolean() ? 0 : 0xff));
        }
        return mutated;
    }
}
