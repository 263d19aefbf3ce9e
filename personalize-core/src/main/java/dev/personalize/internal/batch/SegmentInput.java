package dev.personalize.internal.batch;

import dev.personalize.error.LimitExceededException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at the files of a segment job before it begins: its lines are few, and each costs a look at every user. */
public final class SegmentInput {
    private SegmentInput() {}

    /**
     * Reads all files.
     *
     * @param mostItems most lines of a file that ask for an item
     * @param mostAttributes most lines of a file that ask for attributes
     * @throws LimitExceededException if a file has more
     */
    public static void requireFewLines(BatchInput input, LineLimits limits, int mostItems, int mostAttributes)
            throws IOException {
        for (Path file : input.files()) {
            requireFewLines(file, limits, mostItems, mostAttributes);
        }
    }

    private static void requireFewLines(Path file, LineLimits limits, int mostItems, int mostAttributes)
            throws IOException {
        AtomicInteger items = new AtomicInteger();
        AtomicInteger attributes = new AtomicInteger();
        LineAnswers counting = (line, number, out) -> {
            switch (SegmentLines.kind(line)) {
                case ITEM -> items.incrementAndGet();
                case ATTRIBUTES -> attributes.incrementAndGet();
                case NEITHER -> {} // it gets its own error
            }
            return true;
        };
        LineBlock block = new LineBlock();
        OutputText nowhere = new OutputText();
        try (LineReader in = LineReader.open(file, FilePosition.START, limits)) {
            for (in.read(block, 1); block.lines() > 0; in.read(block, 1)) {
                nowhere.clear();
                block.answer(0, counting, limits.lineBytes(), nowhere);
                if (items.get() > mostItems) {
                    throw tooMany(file, mostItems, "with an item", "segmentItems");
                }
                if (attributes.get() > mostAttributes) {
                    throw tooMany(file, mostAttributes, "with item attributes", "segmentAttributes");
                }
            }
        }
    }

    private static LimitExceededException tooMany(Path file, int most, String what, String limit) {
        return new LimitExceededException("file " + file + " has more than " + most + " lines " + what
                + ": cut it into several files, or raise Limits." + limit);
    }
}
