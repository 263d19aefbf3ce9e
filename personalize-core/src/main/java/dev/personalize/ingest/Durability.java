package dev.personalize.ingest;

/** When an append to an {@link EventJournal} is acknowledged, and so what can still take it away. */
public enum Durability {
    /**
     * Acknowledged when its block is on the medium: nothing but a broken medium takes it away. Appends that wait at the same
     * time share one force.
     */
    FORCED,
    /**
     * Acknowledged when its bytes were handed to the operating system. The death of the process takes nothing away; a power
     * loss, or a crash of the operating system, may take what was acknowledged in the last second before it, and the time the
     * executor needs to start a task. The bytes are forced one second after the first of them was acknowledged, or earlier
     * with the next {@link #FORCED} append or the end of the segment. When that force fails, the log says so, and what was
     * acknowledged since the force before is no safer than the operating system's memory.
     */
    FLUSHED
}
