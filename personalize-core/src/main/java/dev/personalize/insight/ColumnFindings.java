package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import dev.personalize.insight.ColumnProfile.Kind;
import java.util.ArrayList;
import java.util.List;

/** What columns lack, and have too much of. */
final class ColumnFindings {
    private ColumnFindings() {}

    static List<Finding> of(List<ColumnProfile> columns) {
        List<Finding> findings = new ArrayList<>();
        for (ColumnProfile column : columns) {
            String name = column.dataset().label() + " column " + column.name();
            missing(column, name, findings);
            if (column.kind() == Kind.CATEGORY && column.distinct() > ServiceRules.CATEGORIES) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "many categories",
                        "The " + name + " has " + number(column.distinct()) + " categories, more than "
                                + number(ServiceRules.CATEGORIES) + ".",
                        "Make fewer, broader ones, or leave the column out of the schema."));
            }
            column.numbers()
                    .filter(numbers -> numbers.outliers() > 0)
                    .ifPresent(numbers -> findings.add(new Finding(
                            Severity.ADVICE,
                            "outliers",
                            "The " + name + " has " + number(numbers.outliers()) + " of "
                                    + number(column.rows() - column.missing())
                                    + " values far from the others; half of all lie from "
                                    + InsightText.decimal(numbers.lowerQuartile()) + " to "
                                    + InsightText.decimal(numbers.upperQuartile()) + ", all from "
                                    + InsightText.decimal(numbers.min()) + " to " + InsightText.decimal(numbers.max())
                                    + ".",
                            "Look whether they are mistakes.")));
        }
        return findings;
    }

    private static void missing(ColumnProfile column, String name, List<Finding> findings) {
        String seen = "The " + name + " has a value in " + percent(column.complete()) + " of " + number(column.rows())
                + " rows, ";
        if (column.kind() == Kind.TEXT && column.complete() < ServiceRules.COMPLETE_TEXT) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "missing text",
                    seen + percent(ServiceRules.COMPLETE_TEXT) + " are needed for the service to train on it.",
                    "Write the missing ones."));
        } else if (column.complete() < ServiceRules.COMPLETE) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "missing values",
                    seen + percent(ServiceRules.COMPLETE) + " are recommended.",
                    "Fill it in, or leave it out of the schema."));
        }
    }
}
