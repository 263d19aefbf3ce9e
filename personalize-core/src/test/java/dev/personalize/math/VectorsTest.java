package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {
    @Test
    void adds_a_multiple() {
        float[] target = {1, 2, 3};

        Vectors.addScaled(target, new float[] {10, 20, 30}, 0.5f);

        assertThat(target).containsExactly(6, 12, 18);
    }

    @Test
    void tells_finite_from_not() {
        assertThat(Vectors.allFinite(new float[] {0, -Float.MAX_VALUE})).isTrue();
        assertThat(Vectors.allFinite(new float[] {0, Float.NaN})).isFalse();
        assertThat(Vectors.allFinite(new float[] {Float.NEGATIVE_INFINITY})).isFalse();
    }

    @Test
    void the_greatest_passes_over_what_is_not_a_number_and_what_lies_beyond() {
        assertThat(Vectors.max(new float[] {Float.NaN, -2, -1, Float.NaN, 7}, 4))
                .isEqualTo(-1);
        assertThat(Vectors.max(new float[] {Float.NaN, 7}, 1)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    /** 1·4 + 2·5 + 3·6, and the same without the odd one out. */
    @Test
    void multiplies() {
        assertThat(Vectors.product(new float[] {1, 2, 3}, new float[] {4, 5, 6}))
                .isEqualTo(32);
        assertThat(Vectors.product(new float[] {1, 2}, new float[] {4, 5})).isEqualTo(14);
        assertThat(Vectors.product(new float[0], new float[0])).isZero();
    }
}
