package dev.personalize.internal.batch;

import java.util.List;

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

    /**
     * Appends the output lines of several input lines, each with its end, with the bytes of {@link #answer(String, long, OutputText)}
     * for each: for answers that are quicker to find together.
     *
     * @param lines in the order of the file, at most {@link BatchRun#LINES_AT_ONCE}
     * @return how many of the lines say an error
     */
    default int answer(List<Line> lines, OutputText out) {
        int failed = 0;
        for (Line line : lines) {
            failed += answer(line.text(), line.number(), out) ? 0 : 1;
            out.append('\n');
        }
        return failed;
    }

    /**
     * An input line.
     *
     * @param text neither blank nor with its end
     * @param number of the line in its file, from 1, blank lines counted
     */
    record Line(String text, long number) {}
}
