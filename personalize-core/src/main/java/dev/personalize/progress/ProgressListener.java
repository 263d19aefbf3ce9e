package dev.personalize.progress;

/**
 * Told how far a long piece of work is. Calls come from the thread that does the work, in order, a few times a second at
 * most for each task; an implementation returns quickly.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Ignores everything. */
    ProgressListener NONE = (task, done, total) -> {};

    /**
     * Reports progress.
     *
     * @param task what is being done, for people: {@code "import interactions"}, {@code "train matrix-factorization"}
     * @param done units finished, 0 … {@code total}
     * @param total units in all, in any unit (bytes, iterations); constant for a task
     */
    void progress(String task, long done, long total);
}
