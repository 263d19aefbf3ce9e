package dev.personalize;

import dev.personalize.internal.catalog.SolutionManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a solution is to be trained by itself, as its schedule and its trainings say; nothing else is kept. */
final class DueTraining {
    /** Names of the details of a training's job. */
    static final String TYPE = "trainingType";

    static final String MODE = "trainingMode";

    /** The first training of a schedule, and another try of one that was cut short, wait so long. */
    private static final Duration SOON = Duration.ofHours(1);

    private DueTraining() {}

    /**
     * {@return when the next training is due; empty if it is not trained by itself, or is being trained}
     *
     * @param trainings oldest first
     */
    static Optional<Instant> of(SolutionManifest.@Nullable Schedule schedule, List<Job> trainings) {
        if (schedule == null || !schedule.automatic()) {
            return Optional.empty();
        }
        Instant since = Instant.parse(schedule.since());
        Instant due = since.plus(SOON);
        for (Job training : trainings) {
            if (isUpdate(training)) {
                continue;
            }
            if (!training.status().isTerminal()) {
                return Optional.empty();
            }
            if (!training.created().isBefore(since)) {
                due = after(training, schedule.days()).orElse(due);
            }
        }
        return Optional.of(due);
    }

    private static boolean isUpdate(Job training) {
        return TrainingMode.UPDATE.name().equals(training.details().get(MODE));
    }

    /**
     * {@return when the next one is due after this one; empty if it changes nothing: a failure of one that somebody asked for is his to
     * mend, one of the schedule waits for its turn, so that nothing fails again and again}
     */
    private static Optional<Instant> after(Job training, int days) {
        boolean automatic =
                TrainingType.AUTOMATIC.name().equals(training.details().get(TYPE));
        if (training.status() != Status.ACTIVE && !automatic) {
            return Optional.empty();
        }
        Duration pause = Jobs.wasCutShort(training) ? SOON : Duration.ofDays(days);
        return Optional.of(training.created().plus(pause));
    }
}
