package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.serving.Ask;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.BatchLines;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A finished batch inference job: one line of JSON in, one line out, in Amazon Personalize's shapes. Immutable.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><th>input</th><th>asks for</th></tr>
 * <tr><td>{@code {"userId": "7"}}</td><td>items for a user</td></tr>
 * <tr><td>{@code {"itemId": "9"}}</td><td>related items</td></tr>
 * <tr><td>{@code {"userId": "7", "itemList": ["1", "2"]}}</td><td>the given items in order</td></tr>
 * </table>
 *
 * An output line repeats its {@code input} and has {@code output.recommendedItems}, where the recipe gives them
 * {@code output.scores}, and {@code error}: null, or why this line has no output. A bad line does not stop the job.
 */
public final class BatchInferenceJob {
    private final Path output;
    private final long lines;
    private final long failedLines;

    private BatchInferenceJob(Path output, long lines, long failedLines) {
        this.output = output;
        this.lines = lines;
        this.failedLines = failedLines;
    }

    /** {@return the file written: the input's name with {@code .out}, in the output folder} */
    public Path output() {
        return output;
    }

    /** {@return number of lines answered, failed ones included} */
    public long lines() {
        return lines;
    }

    /** {@return number of lines whose {@code error} says why they have no output} */
    public long failedLines() {
        return failedLines;
    }

    /** Configures and runs a job. Made by {@link SolutionVersion#batchInference()}; for one thread. */
    public static final class Builder {
        private static final int LINES_AT_ONCE = 4096;
        private static final int LINES_PER_CHUNK = 16;

        private final SolutionVersion version;
        private final Group group;
        private @Nullable Path input;
        private @Nullable Path outputFolder;
        private int numResults = 25;
        private Consumed consumed = Consumed.ALLOWED;
        private @Nullable String filter;
        private Map<String, String> filterValues = Map.of();
        private ProgressListener progress = ProgressListener.NONE;
        private Cancellation cancellation = new Cancellation();

        Builder(SolutionVersion version, Group group) {
            this.version = version;
            this.group = group;
        }

        /** Sets the JSON Lines file to answer, UTF-8; required. */
        public Builder input(Path file) {
            this.input = file;
            return this;
        }

        /** Sets the folder of the output file; required, made if need be. */
        public Builder outputFolder(Path folder) {
            this.outputFolder = folder;
            return this;
        }

        /** Sets the most items for a line, 1 to 500. Default: 25. */
        public Builder numResults(int numResults) {
            RecommendationRequest.builder().numResults(numResults).build();
            this.numResults = numResults;
            return this;
        }

        /** Sets what becomes of items a user has had. Default: {@link Consumed#ALLOWED}. */
        public Builder consumed(Consumed consumed) {
            this.consumed = consumed;
            return this;
        }

        /**
         * Sets the filter of every line.
         *
         * @param name of a filter of the dataset group
         * @param values texts of its parameters, for lines without {@code filterValues} of their own
         */
        public Builder filter(String name, Map<String, String> values) {
            this.filter = name;
            this.filterValues = Map.copyOf(values);
            return this;
        }

        /** Sets who is told how far the job is, in bytes of the input. Default: nobody. */
        public Builder progress(ProgressListener progress) {
            this.progress = progress;
            return this;
        }

        /** Sets who may stop the job. Default: nobody. */
        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = cancellation;
            return this;
        }

        /**
         * Runs the job and blocks until it is done. The output file appears when it is complete; a job that fails or is
         * cancelled leaves none.
         *
         * @throws InvalidInputException if there is no input file
         * @throws java.util.concurrent.CancellationException if cancelled
         */
        public BatchInferenceJob run() {
            Path source = Objects.requireNonNull(input, "input");
            Path folder = Objects.requireNonNull(outputFolder, "outputFolder");
            if (!Files.isRegularFile(source)) {
                throw new InvalidInputException("batch input " + source + " is not a file");
            }
            Path target = folder.resolve(source.getFileName() + ".out");
            Path unfinished = folder.resolve(source.getFileName() + ".out.tmp");
            try {
                Files.createDirectories(folder);
                try {
                    BatchInferenceJob job = write(source, unfinished, target);
                    FinishedFile.move(unfinished, target);
                    return job;
                } finally {
                    Files.deleteIfExists(unfinished);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private BatchInferenceJob write(Path source, Path unfinished, Path target) throws IOException {
            LiveHistories histories = group.data().histories();
            Instant now = group.engine().clock().instant();
            Ask template = Ask.by(new Asker(null, LiveHistories.NOTHING, Map.of(), now), numResults)
                    .consumed(Asking.rule(consumed, now))
                    .deleted(version.deletedItems())
                    .standing(group.filters().standing(now))
                    .filter(group.filters().use(filter, filterValues))
                    .build();
            BatchLines answers = new BatchLines(version.deployment(), histories, template);
            Parallel parallel = group.engine().parallel(cancellation);
            long total = Files.size(source);
            long done = 0;
            long lines = 0;
            long failed = 0;
            try (BufferedReader in = Files.newBufferedReader(source);
                    BufferedWriter out = Files.newBufferedWriter(unfinished)) {
                for (List<String> some = next(in); !some.isEmpty(); some = next(in)) {
                    List<String> asked = some;
                    BatchLines.Line[] answered = new BatchLines.Line[asked.size()];
                    parallel.forChunks(asked.size(), LINES_PER_CHUNK, (chunk, from, to) -> {
                        for (int i = from; i < to; i++) {
                            answered[i] = answers.answer(asked.get(i));
                        }
                    });
                    for (int i = 0; i < answered.length; i++) {
                        out.write(answered[i].json());
                        out.write('\n');
                        failed += answered[i].failed() ? 1 : 0;
                        done += asked.get(i).length() + 1;
                    }
                    lines += answered.length;
                    progress.progress("batch inference", Math.min(done, total), total);
                }
            }
            progress.progress("batch inference", total, total);
            return new BatchInferenceJob(target, lines, failed);
        }

        private static List<String> next(BufferedReader in) throws IOException {
            List<String> lines = new ArrayList<>(LINES_AT_ONCE);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    lines.add(line);
                    if (lines.size() == LINES_AT_ONCE) {
                        break;
                    }
                }
            }
            return lines;
        }
    }
}
