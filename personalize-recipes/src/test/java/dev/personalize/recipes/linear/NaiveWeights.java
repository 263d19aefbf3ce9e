package dev.personalize.recipes.linear;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.Arrays;

/** The weights by the book: counted pair by pair, inverted by elimination without blocks, in double precision. */
final class NaiveWeights {
    private NaiveWeights() {}

    /** {@return the weight of each target in the row of each source} */
    static double[][] of(Snapshot data, double regularization, double itemExponent, double userExponent) {
        Interactions events = data.interactions();
        int n = events.items();
        double[][] gram = new double[n][n];
        for (int user = 0; user < events.users(); user++) {
            int[] items = Arrays.stream(events.items(events.begin(user), events.end(user)))
                    .distinct()
                    .toArray();
            for (int one : items) {
                for (int other : items) {
                    gram[one][other] += Math.pow(items.length, -userExponent);
                }
            }
        }
        for (int item = 0; item < n; item++) {
            gram[item][item] += regularization * Math.pow(gram[item][item], itemExponent);
        }
        double[][] inverse = inverse(gram);
        double[][] weights = new double[n][n];
        for (int source = 0; source < n; source++) {
            for (int target = 0; target < n; target++) {
                weights[source][target] = source == target ? 0 : -inverse[source][target] / inverse[target][target];
            }
        }
        return weights;
    }

    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] inverse = new double[n][n];
        for (int k = 0; k < n; k++) {
            inverse[k][k] = 1;
        }
        for (int k = 0; k < n; k++) {
            double pivot = matrix[k][k];
            for (int column = 0; column < n; column++) {
                matrix[k][column] /= pivot;
                inverse[k][column] /= pivot;
            }
            for (int row = 0; row < n; row++) {
                double factor = matrix[row][k];
                for (int column = 0; column < n && row != k; column++) {
                    matrix[row][column] -= factor * matrix[k][column];
                    inverse[row][column] -= factor * inverse[k][column];
                }
            }
        }
        return inverse;
    }
}
