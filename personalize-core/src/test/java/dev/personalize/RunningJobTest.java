package dev.personalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningJobTest {
    private Instant now = Instant.EPOCH;

    private final RunningJob job = new RunningJob(
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            ProgressListener.NONE,
            new Cancellation());

    private Optional<Duration> remaining() {
        return job.progress().orElseThrow().remaining();
    }

    private void wait(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void the_time_that_remains_is_that_of_the_units_so_far() {
        assertThat(job.progress()).isEmpty();
        job.progress("train", 0, 20);
        assertThat(remaining()).as("nothing is known yet").isEmpty();

        wait(10);
        job.progress("train", 5, 20);
        // 5 units took 10 s, so 15 take 30 s; 4 s later 26 s are left, and never less than none.
        assertThat(remaining()).contains(Duration.ofSeconds(30));
        wait(4);
        assertThat(remaining()).contains(Duration.ofSeconds(26));
        wait(100);
        assertThat(remaining()).contains(Duration.ZERO);
    }

    @Test
    void each_task_is_timed_by_itself() {
        job.progress("measure", 0, 2);
        wait(100);
        job.progress("measure", 2, 2);
        assertThat(remaining()).contains(Duration.ZERO);

        job.progress("train", 1, 11);
        assertThat(remaining()).isEmpty();
        wait(3);
        job.progress("train", 2, 11);
        // One unit in 3 s, 9 units left.
        assertThat(remaining()).contains(Duration.ofSeconds(27));
    }

    @Test
    void a_job_is_cancelled_by_whoever_asked_for_it_too() {
        Cancellation outer = new Cancellation();
        RunningJob other = new RunningJob(Clock.systemUTC(), ProgressListener.NONE, outer);
        job.stop();
        assertThat(job.cancellation().isCancelled()).isTrue();
        assertThat(other.cancellation().isCancelled()).isFalse();

        outer.cancel();

        assertThat(other.cancellation().isCancelled()).isTrue();
        assertThat(other.isStopped()).isFalse();
    }
}
