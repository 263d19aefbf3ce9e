package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SymmetricSystemTest {
    /** [4 2; 2 3]·[1; 2] = [8; 8], and ·[-1; 1] = [-2; 1]. */
    @Test
    void solves_each_right_side() {
        SymmetricSystem system = Objects.requireNonNull(SymmetricSystem.of(new double[][] {{4}, {2, 3}}));

        double[][] solutions = system.solve(new double[][] {{8, 8}, {-2, 1}});

        assertThat(solutions[0]).containsExactly(new double[] {1, 2}, within(1e-12));
        assertThat(solutions[1]).containsExactly(new double[] {-1, 1}, within(1e-12));
    }

    @Test
    void a_matrix_that_is_not_positive_definite_has_none() {
        assertThat(SymmetricSystem.of(new double[][] {{1}, {2, 1}})).isNull();
        assertThat(SymmetricSystem.of(new double[][] {{Double.NaN}})).isNull();
        assertThat(SymmetricSystem.of(new double[][] {{1}, {Double.POSITIVE_INFINITY, 1}}))
                .isNull();
    }
}
