package dev.personalize.recipes.factor;

import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import java.util.List;

/** The ways to solve a row in training. */
enum Solver {
    /** One of the others, by the length of the vectors. */
    AUTO("auto") {
        @Override
        RowSolver rows(int d, Penalty penalty, Cancellation cancellation) {
            Solver solver = d <= MOST_EXACT_FACTORS ? CHOLESKY : CONJUGATE_GRADIENT;
            return solver.rows(d, penalty, cancellation);
        }
    },
    CHOLESKY("cholesky") {
        @Override
        RowSolver rows(int d, Penalty penalty, Cancellation cancellation) {
            return new CholeskySolver(d, penalty, cancellation);
        }
    },
    CONJUGATE_GRADIENT("conjugate-gradient") {
        @Override
        RowSolver rows(int d, Penalty penalty, Cancellation cancellation) {
            return new ConjugateGradientSolver(d, penalty, cancellation);
        }
    },
    SUBSPACE("subspace") {
        @Override
        RowSolver rows(int d, Penalty penalty, Cancellation cancellation) {
            return new SubspaceSolver(d, SubspaceSolver.BLOCK, penalty, cancellation);
        }
    };

    /** Up to here the exact solution costs no more than the steps do. */
    private static final int MOST_EXACT_FACTORS = 24;

    private final String text;

    Solver(String text) {
        this.text = text;
    }

    /** {@return a solver of rows with its own scratch memory} */
    abstract RowSolver rows(int d, Penalty penalty, Cancellation cancellation);

    /** {@return the names, as a hyperparameter has them} */
    static List<String> names() {
        return Arrays.stream(values()).map(solver -> solver.text).toList();
    }

    /** {@return the solver of a name} */
    static Solver of(String name) {
        return Arrays.stream(values())
                .filter(solver -> solver.text.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
