package dev.personalize.internal.batch;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.UnsupportedArtifactException;
import dev.personalize.internal.catalog.FinishedFile;
import dev.personalize.internal.catalog.ManifestFile;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a batch job over all its files. It goes on where an earlier run with the same files and settings stopped, be it killed,
 * cancelled or failed, and the output has the same bytes as if that had not happened. For one thread, once.
 *
 * <p>Beside the output lie {@code <input>.out.part}, the answers so far of one file, and {@code <location>.checkpoint}, how far
 * the job is. The checkpoint is written after what it speaks of is on the medium; what the unfinished file has beyond it is cut off
 * by the next run. A checkpoint that does not fit (other files, other settings, output that is not what was written) is no
 * error: the job begins anew.
 */
public final class BatchRun {
    /**
     * Most lines that are answered together: as many as share a reading of a model that fits no cache, and so few that threads do not wait
     * long for the last of them at the end of a block.
     */
    public static final int LINES_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
    private static final long NANOS_BETWEEN_REPORTS = 250_000_000;

    /** Outputs that are being written by this JVM: two jobs must not write one file. */
    private static final Set<Path> IN_USE = new HashSet<>();

    private final BatchInput input;
    private final Map<String, String> settings;
    private final long nanosBetweenCheckpoints;
    private final String task;
    private final ProgressListener progress;

    private Checkpoint point = Checkpoint.start(Map.of());
    private @Nullable UnfinishedFile reopened;
    private long totalBytes;
    private long bytesOfFinishedFiles;
    private long lastCheckpoint;
    private long lastReport;

    /**
     * @param settings all that the output depends on besides the files, by name
     * @param checkpointEvery how much work a kill may cost at most, roughly
     * @param task names the job in progress reports and messages
     */
    public BatchRun(
            BatchInput input,
            Map<String, String> settings,
            Duration checkpointEvery,
            String task,
            ProgressListener progress) {
        this.input = input;
        this.settings = settings;
        this.nanosBetweenCheckpoints = checkpointEvery.toNanos();
        this.task = task;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param outputs a file for each input file
     * @param lines lines answered, failed ones and those of earlier runs included
     * @param failedLines lines that say an error
     * @param continuedLines lines that earlier runs had answered
     */
    public record Outcome(List<Path> outputs, long lines, long failedLines, long continuedLines) {
        /** Copies the list. */
        public Outcome {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Answers many short lines, several at once.
     *
     * @throws java.util.concurrent.CancellationException if cancelled; what is answered is kept for the next run
     * @throws UncheckedIOException if a file cannot be read or written; what is answered is kept for the next run
     * @throws ResourceInUseException if another job writes one of the outputs
     */
    public Outcome answerBlocks(LineAnswers answers, LineLimits limits, Parallel parallel) {
        return run(new BlockPump(answers, limits, parallel), limits);
    }

    /** As {@link #answerBlocks}, for few lines with answers of any length, one after the other. */
    public Outcome answerOneByOne(LineAnswers answers, LineLimits limits, Cancellation cancellation) {
        return run(new LinePump(answers, limits, cancellation), limits);
    }

    private Outcome run(Pump pump, LineLimits limits) {
        Set<Path> mine = claimOutputs();
        try {
            return answerAll(pump, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    task + " into " + input.folder() + " stopped: " + e + "; run it again to go on from there", e);
        } finally {
            synchronized (IN_USE) {
                IN_USE.removeAll(mine);
            }
        }
    }

    private Set<Path> claimOutputs() {
        Set<Path> mine = new HashSet<>();
        for (int file = 0; file < input.files().size(); file++) {
            mine.add(input.output(file).toAbsolutePath().normalize());
        }
        synchronized (IN_USE) {
            for (Path output : mine) {
                if (IN_USE.contains(output)) {
                    throw new ResourceInUseException(
                            "another batch job writes " + output + ": wait for it, or name another output folder");
                }
            }
            IN_USE.addAll(mine);
        }
        return mine;
    }

    private Outcome answerAll(Pump pump, LineLimits limits) throws IOException {
        totalBytes = input.bytes();
        point = begin();
        long continued = point.lines();
        lastCheckpoint = System.nanoTime();
        lastReport = lastCheckpoint - NANOS_BETWEEN_REPORTS;
        for (int file = 0; file < point.finished().size(); file++) {
            bytesOfFinishedFiles += Files.size(input.files().get(file));
        }
        for (int file = point.finished().size(); file < input.files().size(); file++) {
            answerFile(file, pump, limits);
        }
        Files.deleteIfExists(input.checkpoint());
        progress.progress(task, totalBytes, totalBytes);
        List<Path> outputs =
                IntStream.range(0, input.files().size()).mapToObj(input::output).toList();
        return new Outcome(outputs, point.lines(), point.failedLines(), continued);
    }

    /** {@return where to go on, with the unfinished file open there; or the start} */
    private Checkpoint begin() throws IOException {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("files", input.identity());
        Checkpoint found = find();
        if (found != null) {
            String unfit = unfit(found, all);
            if (unfit == null) {
                LOG.info("{} into {} goes on after {} lines", task, input.folder(), found.lines());
                return found;
            }
            LOG.warn("{} into {} begins anew: {}", task, input.folder(), unfit);
        }
        Checkpoint start = Checkpoint.start(all);
        ManifestFile.write(input.checkpoint(), start);
        return start;
    }

    private @Nullable Checkpoint find() throws IOException {
        try {
            return ManifestFile.find(input.checkpoint(), Checkpoint.class).orElse(null);
        } catch (CorruptArtifactException | UnsupportedArtifactException e) {
            LOG.warn("{} into {} begins anew: {}", task, input.folder(), e.getMessage());
            return null;
        }
    }

    /** {@return why the job cannot go on from a checkpoint, or null if it can} */
    private @Nullable String unfit(Checkpoint found, Map<String, String> all) throws IOException {
        for (Map.Entry<String, String> setting : all.entrySet()) {
            String before = found.settings().get(setting.getKey());
            if (!setting.getValue().equals(before)) {
                return setting.getKey() + " is " + setting.getValue() + ", was " + before;
            }
        }
        if (found.settings().size() != all.size()) {
            return "it had the settings " + found.settings().keySet() + ", has " + all.keySet();
        }
        int finished = found.finished().size();
        for (int file = 0; file < finished; file++) {
            if (!isFinished(file, found.finished().get(file), file + 1 == finished)) {
                return input.output(file) + " is not as it was finished";
            }
        }
        if (finished == input.files().size() || found.outputBytes() == 0) {
            return null;
        }
        Path unfinished = input.unfinished(finished);
        Optional<UnfinishedFile> open = UnfinishedFile.reopen(unfinished, found.outputBytes(), found.outputChecksum());
        reopened = open.orElse(null);
        return open.isPresent() ? null : unfinished + " is not as it was written, or cannot be appended to";
    }

    /** Of the last finished file a crash may have left the name as it was. */
    private boolean isFinished(int file, long bytes, boolean last) throws IOException {
        Path unfinished = input.unfinished(file);
        if (last && Files.isRegularFile(unfinished)) {
            if (Files.size(unfinished) != bytes) {
                return false;
            }
            FinishedFile.move(unfinished, input.output(file));
        }
        return Files.isRegularFile(input.output(file)) && Files.size(input.output(file)) == bytes;
    }

    private void answerFile(int file, Pump pump, LineLimits limits) throws IOException {
        Path source = input.files().get(file);
        Path unfinished = input.unfinished(file);
        try {
            long written;
            try (UnfinishedFile out = open(unfinished);
                    LineReader in = LineReader.open(source, point.position(), limits)) {
                try {
                    pump.pump(in, out, (lines, failed, position) -> step(out, lines, failed, position), this::report);
                } catch (IOException | RuntimeException | Error e) {
                    keep(out, e);
                    throw e;
                }
                out.force();
                written = out.length();
            }
            point = point.afterFile(written);
            ManifestFile.write(input.checkpoint(), point);
            FinishedFile.move(unfinished, input.output(file));
            bytesOfFinishedFiles += Files.size(source);
        } catch (IOException | RuntimeException | Error e) {
            removeIfNothing(unfinished, e);
            throw e;
        }
    }

    private UnfinishedFile open(Path unfinished) throws IOException {
        UnfinishedFile open = reopened;
        reopened = null;
        return open == null ? UnfinishedFile.begin(unfinished) : open;
    }

    private void step(UnfinishedFile out, int lines, int failed, FilePosition position) throws IOException {
        point = point.after(lines, failed, position, out);
        if (System.nanoTime() - lastCheckpoint >= nanosBetweenCheckpoints) {
            writeCheckpoint(out);
        }
    }

    private void writeCheckpoint(UnfinishedFile out) throws IOException {
        out.force();
        ManifestFile.write(input.checkpoint(), point);
        lastCheckpoint = System.nanoTime();
    }

    private void report() {
        long now = System.nanoTime();
        if (now - lastReport >= NANOS_BETWEEN_REPORTS) {
            lastReport = now;
            progress.progress(task, Math.min(bytesOfFinishedFiles + point.inputBytes(), totalBytes), totalBytes);
        }
    }

    /** After a failure the last complete step is a place to go on from, too; without it, the one before. */
    private void keep(UnfinishedFile out, Throwable failure) {
        if (point.isStart()) {
            return;
        }
        try {
            writeCheckpoint(out);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** A job that answered nothing leaves nothing. */
    private void removeIfNothing(Path unfinished, Throwable failure) {
        if (point.isStart()) {
            try {
                Files.deleteIfExists(unfinished);
                Files.deleteIfExists(input.checkpoint());
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
