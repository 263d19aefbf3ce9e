package dev.personalize.internal.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a job is: everything a later process needs to go on as if nothing had happened.
 *
 * @param settings all that the output depends on, by name; a job of other settings does not go on here
 * @param finished bytes of each output file that is complete, in the order of the input files
 * @param lines lines answered in all files
 * @param failedLines those of them that say an error
 * @param inputBytes bytes answered of the file after the finished ones
 * @param inputLines lines before the next one in that file, blank ones included
 * @param outputBytes bytes of its unfinished output that count
 * @param outputChecksum CRC-32C of these
 */
record Checkpoint(
        Map<String, String> settings,
        List<Long> finished,
        long lines,
        long failedLines,
        long inputBytes,
        long inputLines,
        long outputBytes,
        long outputChecksum) {
    /** Copies the collections, keeping their order. */
    Checkpoint {
        settings = new LinkedHashMap<>(settings);
        finished = List.copyOf(finished);
    }

    static Checkpoint start(Map<String, String> settings) {
        return new Checkpoint(settings, List.of(), 0, 0, 0, 0, 0, 0);
    }

    FilePosition position() {
        return new FilePosition(inputBytes, inputLines);
    }

    /** {@return the point after more lines of the same file} */
    Checkpoint after(int moreLines, int moreFailed, FilePosition position, UnfinishedFile output) {
        return new Checkpoint(
                settings,
                finished,
                lines + moreLines,
                failedLines + moreFailed,
                position.bytes(),
                position.lines(),
                output.length(),
                output.checksum());
    }

    /** {@return the point at the beginning of the next file} */
    Checkpoint afterFile(long bytes) {
        List<Long> all = new ArrayList<>(finished);
        all.add(bytes);
        return new Checkpoint(settings, all, lines, failedLines, 0, 0, 0, 0);
    }

    /** {@return whether there is nothing to go on from} */
    boolean isStart() {
        return finished.isEmpty() && lines == 0;
    }
}
