package dev.personalize.examples;

import dev.personalize.OperationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a Micrometer registry with what a home does: timers {@code personalize.requests}, {@code personalize.jobs} and
 * {@code personalize.puts}, and counters {@code personalize.events} and {@code personalize.filters.empty}.
 *
 * <pre>
 * Personalize home = Personalize.builder().listener(new MeasuredHome(registry)).open(folder);
 * </pre>
 */
public final class MeasuredHome implements OperationListener {
    private final MeterRegistry registry;

    /** @param registry is fed */
    public MeasuredHome(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void requestAnswered(AnsweredRequest answered) {
        Timer.builder("personalize.requests")
                .tag("group", answered.group())
                .tag("campaign", answered.campaign())
                .tag("operation", answered.operation())
                .tag("outcome", outcome(answered.failure()))
                .publishPercentiles(0.5, 0.99)
                .register(registry)
                .record(answered.time());
    }

    @Override
    public void jobEnded(EndedJob ended) {
        registry.timer(
                        "personalize.jobs",
                        "group",
                        ended.group(),
                        "kind",
                        ended.kind(),
                        "status",
                        ended.job().status().name())
                .record(ended.time());
    }

    @Override
    public void eventsPut(PutEvents put) {
        registry.timer("personalize.puts", "group", put.group(), "outcome", outcome(put.failure()))
                .record(put.time());
        registry.counter("personalize.events", "group", put.group(), "outcome", outcome(put.failure()))
                .increment(put.events());
    }

    @Override
    public void filterMatchedNothing(String group, String campaign, String filter) {
        registry.counter("personalize.filters.empty", "group", group, "campaign", campaign, "filter", filter)
                .increment();
    }

    private static String outcome(@Nullable RuntimeException failure) {
        return failure == null ? "success" : failure.getClass().getSimpleName();
    }
}
