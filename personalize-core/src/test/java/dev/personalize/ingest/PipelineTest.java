package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipelineTest {
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 1000).boxed().toList();

    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    /** What an executor may do with a helper. */
    enum Behaviour {
        RUN_IN_OTHER_THREADS,
        RUN_AT_ONCE,
        REFUSE,
        FORGET
    }

    @AfterEach
    void shutDown() {
        pool.shutdown();
    }

    private Executor executor(Behaviour behaviour) {
        return switch (behaviour) {
            case RUN_IN_OTHER_THREADS -> pool;
            case RUN_AT_ONCE -> Runnable::run;
            case REFUSE ->
                helper -> {
                    throw new RejectedExecutionException("full");
                };
            case FORGET -> helper -> {};
        };
    }

    @ParameterizedTest
    @EnumSource
    void every_stage_sees_everything_in_order_after_the_stage_before_it(Behaviour behaviour) {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        List<Integer> overtakers = new ArrayList<>();
        Consumer<Integer> check = number -> {
            second.add(number);
            if (first.size() < second.size()) {
                overtakers.add(number);
            }
        };

        try (Pipeline<Integer> pipeline = new Pipeline<>(executor(behaviour), 3, List.of(first::add, check))) {
            NUMBERS.forEach(pipeline::put);
            pipeline.finish();
        }

        assertThat(first).isEqualTo(NUMBERS);
        assertThat(second).isEqualTo(NUMBERS);
        assertThat(overtakers).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_of_a_stage_reaches_the_giver_and_stops_all_work(Behaviour behaviour) {
        List<Integer> last = new ArrayList<>();
        Consumer<Integer> failing = number -> {
            if (number == 10) {
                throw new IllegalArgumentException("ten");
            }
        };

        try (Pipeline<Integer> pipeline = new Pipeline<>(executor(behaviour), 3, List.of(failing, last::add))) {
            assertThatThrownBy(() -> {
                        NUMBERS.forEach(pipeline::put);
                        pipeline.finish();
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ten");
        }

        assertThat(last).isEqualTo(NUMBERS.subList(0, last.size())).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void nothing_is_worked_on_after_closing() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger worked = new AtomicInteger();
        Consumer<Integer> waiting = number -> {
            begun.countDown();
            assertThatCode(closing::await).doesNotThrowAnyException();
            worked.incrementAndGet();
        };
        Pipeline<Integer> pipeline = new Pipeline<>(pool, 3, List.of(waiting, number -> worked.addAndGet(100)));
        pipeline.put(1);
        pipeline.put(2);
        begun.await();

        pool.execute(closing::countDown);
        pipeline.close();
        int workedUntilThen = worked.get();

        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(worked).hasValue(workedUntilThen);
        assertThat(workedUntilThen).isPositive();
    }

    @Test
    void a_helper_that_comes_too_late_does_nothing() {
        Queue<Runnable> late = new ArrayDeque<>();
        List<Integer> seen = new ArrayList<>();
        try (Pipeline<Integer> pipeline = new Pipeline<>(late::add, 3, List.of(seen::add))) {
            pipeline.put(1);
        }

        late.forEach(Runnable::run);

        assertThat(late).isNotEmpty();
        assertThat(seen).isEmpty();
    }
}
