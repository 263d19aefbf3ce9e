package dev.personalize.internal.batch;

/** Answers lines, each by itself. Where a job works on several lines at once, safe for any number of threads. */
@FunctionalInterface
public interface LineAnswers {
    /**
     * Appends the output line of an input line, without its end.
     *
     * @param line the text, neither blank nor with its end
     * @param number of the line in its file, from 1, blank lines counted
     * @param out takes the output line
     * @return whether the line has an output; false if it says an error
     */
    boolean answer(String line, long number, OutputText out);
}
