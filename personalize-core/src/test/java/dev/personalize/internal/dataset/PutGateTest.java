package dev.personalize.internal.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PutGateTest {
    private final PutGate gate = new PutGate();

    @Test
    void nothing_is_under_way_while_something_runs_exclusively_however_many_puts_come() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Long>> puts = new ArrayList<>();
        CountDownLatch putting = new CountDownLatch(4); // a thread may come so late that all else is over
        for (int i = 0; i < 4; i++) {
            puts.add(threads.submit(() -> {
                long count = 0;
                while (!ended.get()) {
                    gate.enter();
                    underWay.incrementAndGet();
                    underWay.decrementAndGet();
                    gate.leave();
                    count++;
                    if (count == 1) {
                        putting.countDown();
                    }
                }
                return count;
            }));
        }
        assertThat(putting.await(30, TimeUnit.SECONDS)).isTrue();
        List<Future<Boolean>> exclusives = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            exclusives.add(threads.submit(() -> {
                boolean alone = true;
                for (int round = 0; round < 500; round++) {
                    alone &= gate.exclusively(() -> {}, () -> {
                        boolean before = underWay.compareAndSet(0, 1000);
                        Thread.onSpinWait();
                        return before && underWay.compareAndSet(1000, 0);
                    });
                }
                return alone;
            }));
        }
        for (Future<Boolean> alone : exclusives) {
            assertThat(alone.get()).isTrue();
        }
        ended.set(true);
        for (Future<Long> count : puts) {
            assertThat(count.get()).isPositive();
        }
        threads.shutdown();
    }

    @Test
    void what_needs_puts_to_be_over_waits_for_those_under_way_only_and_helps_them_along() throws Exception {
        gate.enter();
        CountDownLatch later = new CountDownLatch(1);
        Thread putter = new Thread(() -> {
            gate.enter();
            later.countDown();
            gate.leave();
        });
        AtomicInteger nudges = new AtomicInteger();
        boolean waited = gate.exclusively(
                () -> {
                    if (nudges.incrementAndGet() == 3) {
                        putter.start();
                    }
                    if (nudges.get() == 6) {
                        gate.leave(); // the put under way, which may end on any thread
                    }
                },
                () -> later.getCount() == 1);

        assertThat(waited).as("the later put was kept out").isTrue();
        assertThat(nudges.get()).isGreaterThanOrEqualTo(6);
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
        putter.join();
    }

    @Test
    void an_exception_opens_the_gate_again() {
        try {
            gate.exclusively(() -> {}, () -> {
                throw new IllegalStateException("disk full");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("disk full");
        }
        gate.enter();
        gate.leave();
    }
}
