package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The twin is the JDK's BitSet. */
class BitsTest {
    @Property(tries = 200, seed = "42")
    void every_operation_does_what_the_twin_does(@ForAll @IntRange(max = 200) int size, @ForAll long seed) {
        Random random = new Random(seed);
        Bits bits = new Bits(size);
        BitSet twin = new BitSet();
        for (int step = 0; step < 30; step++) {
            Bits other = new Bits(size);
            BitSet otherTwin = new BitSet();
            for (int i = 0; i < size; i++) {
                boolean member = random.nextInt(3) == 0;
                other.set(i, member);
                otherTwin.set(i, member);
            }
            switch (random.nextInt(5)) {
                case 0 -> {
                    bits.and(other);
                    twin.and(otherTwin);
                }
                case 1 -> {
                    bits.or(other);
                    twin.or(otherTwin);
                }
                case 2 -> {
                    bits.andNot(other);
                    twin.andNot(otherTwin);
                }
                case 3 -> {
                    bits.flip();
                    twin.flip(0, size);
                }
                default -> {
                    bits = other.copy();
                    other.flip();
                    twin = otherTwin;
                }
            }
            assertThat(bits.cardinality()).isEqualTo(twin.cardinality());
            for (int i = 0; i < size; i++) {
                assertThat(bits.get(i)).isEqualTo(twin.get(i));
                assertThat(bits.next(i)).isEqualTo(twin.nextSetBit(i));
            }
            assertThat(bits.next(size)).isEqualTo(-1);
        }
    }

    @Test
    void all_are_as_many_as_there_are() {
        assertThat(Bits.all(0).cardinality()).isZero();
        assertThat(Bits.all(64).cardinality()).isEqualTo(64);
        assertThat(Bits.all(65).cardinality()).isEqualTo(65);
    }

    @Test
    void sets_over_different_positions_do_not_mix() {
        assertThatThrownBy(() -> new Bits(3).and(new Bits(4))).isInstanceOf(IllegalArgumentException.class);
    }
}
