package dev.personalize.internal.batch;

import dev.personalize.progress.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers few lines of any length, one after the other, straight into the output: an answer need not fit in memory. */
final class LinePump implements Pump {
    private final LineAnswers answers;
    private final LineLimits limits;
    private final Cancellation cancellation;

    LinePump(LineAnswers answers, LineLimits limits, Cancellation cancellation) {
        this.answers = answers;
        this.limits = limits;
        this.cancellation = cancellation;
    }

    @Override
    public void pump(LineReader in, UnfinishedFile out, Step step, Runnable looked) throws IOException {
        LineBlock block = new LineBlock();
        OutputText text = new OutputText(out::write);
        try {
            for (in.read(block, 1); block.lines() > 0; in.read(block, 1)) {
                cancellation.throwIfCancelled();
                boolean answered = block.answer(0, answers, limits.lineBytes(), text);
                text.append('\n');
                text.flush();
                step.done(1, answered ? 0 : 1, block.end());
                looked.run();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
