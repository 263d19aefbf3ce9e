package dev.personalize.internal.batch;

import dev.personalize.math.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/**
 * Answers many short lines. While the lines of one block are answered, the answers of the block before are written and the block
 * behind is read: whichever thread is free takes the next piece of any of the three. Three blocks are all that is in memory.
 */
final class BlockPump implements Pump {
    /** So few that a block's end, where threads wait for the last of them, costs little; so many that its answers stay small. */
    private static final int LINES_OF_A_BLOCK = 1024;

    private static final int LINES_OF_A_CHUNK = BatchRun.LINES_AT_ONCE;

    private final LineAnswers answers;
    private final LineLimits limits;
    private final Parallel parallel;

    BlockPump(LineAnswers answers, LineLimits limits, Parallel parallel) {
        this.answers = answers;
        this.limits = limits;
        this.parallel = parallel;
    }

    private static final class Block {
        final LineBlock lines = new LineBlock();
        final OutputText[] texts = IntStream.range(0, Parallel.chunks(LINES_OF_A_BLOCK, LINES_OF_A_CHUNK))
                .mapToObj(chunk -> new OutputText())
                .toArray(OutputText[]::new);
        final int[] failed = new int[texts.length];

        int chunks() {
            return Parallel.chunks(lines.lines(), LINES_OF_A_CHUNK);
        }
    }

    @Override
    public void pump(LineReader in, UnfinishedFile out, Step step, Runnable looked) throws IOException {
        Block writing = new Block();
        Block answering = new Block();
        Block reading = new Block();
        in.read(answering.lines, LINES_OF_A_BLOCK);
        try {
            while (answering.lines.lines() > 0 || writing.lines.lines() > 0) {
                Block written = writing;
                Block answered = answering;
                Block read = reading;
                parallel.forChunks(answered.chunks() + 2, 1, (chunk, from, to) -> {
                    switch (chunk) {
                        case 0 -> write(written, out, step);
                        case 1 -> read(in, read);
                        default -> answer(answered, chunk - 2);
                    }
                });
                looked.run();
                writing = answered;
                answering = read;
                reading = written;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void read(LineReader in, Block block) {
        try {
            in.read(block.lines, LINES_OF_A_BLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Block block, int chunk) {
        int from = chunk * LINES_OF_A_CHUNK;
        int to = Math.min(from + LINES_OF_A_CHUNK, block.lines.lines());
        OutputText text = block.texts[chunk];
        text.clear();
        block.failed[chunk] = block.lines.answer(from, to, answers, limits.lineBytes(), text);
    }

    private static void write(Block block, UnfinishedFile out, Step step) {
        if (block.lines.lines() == 0) {
            return;
        }
        try {
            int failed = 0;
            for (int chunk = 0; chunk < block.chunks(); chunk++) {
                out.write(block.texts[chunk].bytes(), block.texts[chunk].size());
                failed += block.failed[chunk];
            }
            step.done(block.lines.lines(), failed, block.lines.end());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
