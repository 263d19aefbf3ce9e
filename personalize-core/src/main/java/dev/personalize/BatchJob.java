package dev.personalize;

import dev.personalize.internal.batch.BatchRun;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A finished batch job: files of lines in, files of lines out. Immutable. */
public abstract sealed class BatchJob permits BatchInferenceJob, BatchSegmentJob {
    private final BatchRun.Outcome outcome;

    BatchJob(BatchRun.Outcome outcome) {
        this.outcome = outcome;
    }

    /** {@return the file written: the input's name with {@code .out}, in the output folder; the first one of several} */
    public final Path output() {
        return outcome.outputs().get(0);
    }

    /** {@return the files written, in the order of the names of the input files} */
    public final List<Path> outputs() {
        return outcome.outputs();
    }

    /** {@return number of lines answered, failed ones included} */
    public final long lines() {
        return outcome.lines();
    }

    /** {@return number of lines whose {@code error} says why they have no output} */
    public final long failedLines() {
        return outcome.failedLines();
    }

    /** {@return how many of the lines an earlier run had answered, which this one continued} */
    public final long continuedLines() {
        return outcome.continuedLines();
    }

    /**
     * What every batch job is told. For one thread.
     *
     * @param <B> the builder itself
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits BatchInferenceJob.Builder, BatchSegmentJob.Builder {
        final BatchOptions options;

        Builder(BatchOptions options) {
            this.options = options;
        }

        abstract B self();

        /** Names the job. Default: a name of its own. */
        public B name(String jobName) {
            options.name(jobName);
            return self();
        }

        /** Sets the {@linkplain Tags#tag(Map) tags} the job begins with, values by key, checked when it is run. Default: none. */
        public B tags(Map<String, String> tags) {
            options.tags(tags);
            return self();
        }

        /**
         * Sets what to answer; required: a file of JSON Lines in UTF-8; or a folder, for all files directly in it; or how the names
         * of the files begin, where neither a file nor a folder has that name. On any file system.
         */
        public B input(Path location) {
            options.input(location);
            return self();
        }

        /** Sets the folder of the output files; required, made if need be, and another one than that of the input. */
        public B outputFolder(Path folder) {
            options.outputFolder(folder);
            return self();
        }

        /** Sets how much work a kill may cost, roughly; zero for as little as possible. Default: five seconds. */
        public B checkpointEvery(Duration duration) {
            options.checkpointEvery(duration);
            return self();
        }

        /** Sets who is told how far the job is, in bytes of the input. Default: nobody. */
        public B progress(ProgressListener progress) {
            options.progress(progress);
            return self();
        }

        /** Sets who may stop the job. Default: nobody. */
        public B cancellation(Cancellation cancellation) {
            options.cancellation(cancellation);
            return self();
        }
    }
}
