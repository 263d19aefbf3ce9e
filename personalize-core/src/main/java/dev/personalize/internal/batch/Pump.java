package dev.personalize.internal.batch;

import java.io.IOException;

/** Takes all lines of a reader through their answers to an output, in order. */
interface Pump {
    /** Told after each step that is complete in the output. */
    @FunctionalInterface
    interface Step {
        /**
         * Takes note of a step.
         *
         * @param lines answered in this step
         * @param failed those of them that say an error
         * @param position after them in the input
         */
        void done(int lines, int failed, FilePosition position) throws IOException;
    }

    /**
     * Works until the reader is at its end.
     *
     * @param step called by any one thread at a time
     * @param looked called by the calling thread now and then
     */
    void pump(LineReader in, UnfinishedFile out, Step step, Runnable looked) throws IOException;
}
