package dev.personalize;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a running job is. A training has several tasks one after another; this is about the one it is at. Immutable.
 *
 * @param task what is being done, for people
 * @param done units finished, 0 … {@code total}
 * @param total units in all, in any unit
 * @param remaining about how long this task will go on, by the clock of the home, if its units go on as those before; empty while
 *     nothing of it is done
 */
public record JobProgress(String task, long done, long total, Optional<Duration> remaining) {}
