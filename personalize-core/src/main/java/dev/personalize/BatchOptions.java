package dev.personalize;

import dev.personalize.internal.batch.BatchInput;
import dev.personalize.internal.batch.BatchRun;
import dev.personalize.internal.batch.LineLimits;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every batch job is told, and how it is run with that. For one thread. */
final class BatchOptions {
    /** Name of the detail of a job that says which version answers. */
    static final String VERSION = "solutionVersion";

    private final SolutionVersion version;
    private final Group group;
    private final Jobs jobs;
    private final String task;
    private @Nullable String name;
    private Map<String, String> tags = Map.of();
    private @Nullable Path input;
    private @Nullable Path outputFolder;
    private Duration checkpointEvery = Duration.ofSeconds(5);
    private ProgressListener progress = ProgressListener.NONE;
    private Cancellation cancellation = new Cancellation();

    /** @param task names the job in progress reports and messages */
    BatchOptions(SolutionVersion version, Group group, Jobs jobs, String task) {
        this.version = version;
        this.group = group;
        this.jobs = jobs;
        this.task = task;
    }

    void name(String jobName) {
        this.name = jobName;
    }

    void tags(Map<String, String> first) {
        this.tags = Map.copyOf(first);
    }

    void input(Path location) {
        this.input = location;
    }

    void outputFolder(Path folder) {
        this.outputFolder = folder;
    }

    void checkpointEvery(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("checkpointEvery must not be negative, was " + duration);
        }
        this.checkpointEvery = duration;
    }

    void progress(ProgressListener listener) {
        this.progress = listener;
    }

    void cancellation(Cancellation whoMayStop) {
        this.cancellation = whoMayStop;
    }

    /** A job as it was told when it was asked for; its builder may be told something else meanwhile. */
    record Asked(
            BatchInput.Location location,
            Duration checkpointEvery,
            ProgressListener progress,
            Cancellation cancellation) {}

    /** What a kind of job does with its input. */
    @FunctionalInterface
    interface Body {
        BatchRun.Outcome run(String job, Asked asked) throws IOException;
    }

    <T> T run(Map<String, String> settings, Body body, Function<BatchRun.Outcome, T> result) {
        Asked asked = asked();
        return result.apply(jobs.run(job(asked, settings), work(asked, body)));
    }

    <T> CompletableFuture<T> runAsync(Map<String, String> settings, Body body, Function<BatchRun.Outcome, T> result) {
        Asked asked = asked();
        return jobs.runAsync(job(asked, settings), work(asked, body)).thenApply(result);
    }

    private Asked asked() {
        return new Asked(
                new BatchInput.Location(
                        Objects.requireNonNull(input, "input"), Objects.requireNonNull(outputFolder, "outputFolder")),
                checkpointEvery,
                progress,
                cancellation);
    }

    private Jobs.Asked job(Asked asked, Map<String, String> settings) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VERSION, version.solution() + "/" + version.number());
        details.put("input", asked.location().input().toString());
        details.put("outputFolder", asked.location().outputFolder().toString());
        details.putAll(settings);
        return new Jobs.Asked(name, null, details, tags);
    }

    private static Jobs.Work<BatchRun.Outcome> work(Asked asked, Body body) {
        return new Jobs.Work<>(
                job -> {
                    try {
                        return body.run(job, asked);
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "cannot read " + asked.location().input() + ": " + e, e);
                    }
                },
                outcome -> Map.of(
                        "lines", String.valueOf(outcome.lines()),
                        "failedLines", String.valueOf(outcome.failedLines()),
                        "continuedLines", String.valueOf(outcome.continuedLines())));
    }

    /**
     * {@return a run over the files of a job}
     *
     * @param settings all that the output depends on, besides version, deletions and files
     */
    BatchRun begin(Asked asked, BatchInput files, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(version.identity());
        all.put("library", Version.CURRENT);
        all.put("lastDeletion", group.data().manifest().lastDeletion());
        all.putAll(settings);
        return new BatchRun(files, all, asked.checkpointEvery(), task, asked.progress());
    }

    /** {@return the files of a job} */
    BatchInput files(Asked asked) throws IOException {
        Limits limits = group.engine().limits();
        return BatchInput.of(asked.location(), limits.batchFiles(), limits.batchFileBytes());
    }

    LineLimits lineLimits() {
        Limits limits = group.engine().limits();
        return new LineLimits(limits.batchLineBytes(), limits.batchRecords());
    }
}
