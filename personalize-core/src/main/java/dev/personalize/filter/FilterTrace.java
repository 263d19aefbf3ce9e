package dev.personalize.filter;

import dev.personalize.data.IdIndex;
import dev.personalize.filter.Condition.Test;
import dev.personalize.math.Bits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter did to the candidates of one request, and why. Immutable. */
public final class FilterTrace {
    private final IdIndex candidates;
    private final Bits before;
    private final Bits kept;
    private final List<TracedRule> traced;
    private final List<RuleTrace> rules;
    private final Evaluation evaluation;

    /**
     * One INCLUDE or EXCLUDE.
     *
     * @param rule as it stands in the filter
     * @param passedOver why it was not applied, or null when it was
     * @param matched number of candidates for which it is true
     * @param removed number of candidates it drops by itself; what one INCLUDE drops another one may keep
     * @param conditions its conditions, from left to right
     */
    public record RuleTrace(
            String rule, @Nullable String passedOver, int matched, int removed, List<ConditionTrace> conditions) {}

    /**
     * One condition of a rule.
     *
     * @param condition as it stands in the filter
     * @param matched number of candidates for which it is true
     * @param removed of the candidates the rule drops, the number for which this condition was a reason: false in an INCLUDE, true
     *     in an EXCLUDE
     */
    public record ConditionTrace(String condition, int matched, int removed) {}

    private record TracedTest(Test test, Bits matching) {}

    private record TracedRule(Rule rule, @Nullable String passedOver, Bits matching, List<TracedTest> tests) {}

    private FilterTrace(IdIndex candidates, Bits before, Bits kept, List<TracedRule> traced, Evaluation evaluation) {
        this.candidates = candidates;
        this.before = before;
        this.kept = kept;
        this.traced = traced;
        this.evaluation = evaluation;
        this.rules = traced.stream().map(this::counts).toList();
    }

    static FilterTrace of(FilterExpression filter, IdIndex candidates, Bits allowed, Evaluation evaluation) {
        List<TracedRule> traced = new ArrayList<>();
        Bits before = allowed.copy();
        Bits kept = allowed.copy();
        Bits included = null;
        for (Rule rule : filter.rules()) {
            String passedOver = evaluation.passedOver(rule);
            List<TracedTest> tests = new ArrayList<>();
            Bits matching = new Bits(candidates.size());
            if (passedOver == null) {
                matching = evaluation.matching(rule.where());
                rule.where().forEachTest(test -> tests.add(new TracedTest(test, evaluation.matching(test))));
                if (rule.include()) {
                    included = CandidateFilter.union(included, matching, evaluation);
                } else {
                    kept.andNot(matching);
                }
            }
            traced.add(new TracedRule(rule, passedOver, matching, tests));
        }
        if (included != null) {
            kept.and(included);
        }
        return new FilterTrace(candidates, before, kept, traced, evaluation);
    }

    private RuleTrace counts(TracedRule traced) {
        Bits dropped =
                traced.passedOver == null ? reasons(before, traced.rule, traced.matching) : new Bits(before.size());
        List<ConditionTrace> conditions = new ArrayList<>();
        for (TracedTest test : traced.tests) {
            conditions.add(new ConditionTrace(
                    test.test.toString(),
                    both(before, test.matching),
                    reasons(dropped, traced.rule, test.matching).cardinality()));
        }
        return new RuleTrace(
                traced.rule.toString(),
                traced.passedOver,
                both(before, traced.matching),
                dropped.cardinality(),
                List.copyOf(conditions));
    }

    private static Bits reasons(Bits of, Rule rule, Bits matching) {
        Bits reasons = of.copy();
        if (rule.include()) {
            reasons.andNot(matching);
        } else {
            reasons.and(matching);
        }
        return reasons;
    }

    private static int both(Bits first, Bits second) {
        Bits both = first.copy();
        both.and(second);
        return both.cardinality();
    }

    /** {@return number of candidates before the filter} */
    public int candidates() {
        return before.cardinality();
    }

    /** {@return number of candidates that are left} */
    public int kept() {
        return kept.cardinality();
    }

    /** {@return the rules of the filter, in its order} */
    public List<RuleTrace> rules() {
        return rules;
    }

    /**
     * {@return why a candidate is not left, one reason a line, each naming a condition and the value it met; empty when it is left}
     *
     * @param id any id
     */
    public List<String> whyMissing(String id) {
        int candidate = candidates.find(id);
        if (candidate < 0) {
            return List.of("'" + id + "' is no candidate: the model does not know it");
        }
        if (!before.get(candidate)) {
            return List.of("'" + id + "' was no candidate any more before this filter");
        }
        List<String> reasons = new ArrayList<>();
        List<String> missedIncludes = new ArrayList<>();
        boolean included = false;
        for (TracedRule traced : traced) {
            if (traced.passedOver == null && traced.rule.include()) {
                included |= traced.matching.get(candidate);
                explain(traced, candidate, missedIncludes);
            } else if (traced.passedOver == null && traced.matching.get(candidate)) {
                explain(traced, candidate, reasons);
            }
        }
        if (!included) {
            reasons.addAll(missedIncludes);
        }
        return List.copyOf(reasons);
    }

    private void explain(TracedRule traced, int candidate, List<String> reasons) {
        boolean include = traced.rule.include();
        for (TracedTest test : traced.tests) {
            if (test.matching.get(candidate) != include) {
                FieldReference field = test.test.field();
                String value = field.source().isEvents()
                        ? ""
                        : " (" + field + " is " + evaluation.value(field, candidates.id(candidate)) + ")";
                reasons.add((include ? "INCLUDE asks for " : "EXCLUDE drops ") + test.test + value);
            }
        }
    }

    /** {@return a table of rules and conditions with their numbers} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kept() + " of " + candidates() + " candidates are left");
        for (RuleTrace rule : rules) {
            text.append('\n').append(rule.rule()).append(": ");
            if (rule.passedOver() != null) {
                text.append("not applied, ").append(rule.passedOver());
                continue;
            }
            text.append(rule.matched())
                    .append(" match, ")
                    .append(rule.removed())
                    .append(" removed");
            for (ConditionTrace condition : rule.conditions()) {
                text.append("\n  ")
                        .append(condition.condition())
                        .append(": ")
                        .append(condition.matched())
                        .append(" match, reason for ")
                        .append(condition.removed());
            }
        }
        return text.toString();
    }
}
