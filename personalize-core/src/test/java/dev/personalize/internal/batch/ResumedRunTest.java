package dev.personalize.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A job that is stopped anywhere, any number of times, has in the end the output of one that was not. */
class ResumedRunTest {
    private static final LineLimits LIMITS = new LineLimits(300, 1_000_000);

    /** Answers of very different lengths, every seventh of them an error. */
    private static final LineAnswers ANSWERS = (line, number, out) -> {
        out.append(number + " " + line.repeat((int) (number % 5)));
        return number % 7 != 0;
    };

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Files with blank lines, lines of other lengths and one that is too long, last lines with and without end. */
    private static void writeInput(Path folder, Random random) throws IOException {
        Files.createDirectories(folder);
        for (int file = 0; file < 3; file++) {
            StringBuilder lines = new StringBuilder();
            int count = random.nextInt(2500);
            for (int i = 0; i < count; i++) {
                int kind = random.nextInt(20);
                lines.append(kind == 0 ? "" : kind == 1 ? "ü".repeat(random.nextInt(200)) : "line " + random.nextInt())
                        .append(kind < 10 ? "\n" : "\r\n");
            }
            Files.writeString(folder.resolve("file" + file), lines.append(random.nextBoolean() ? "" : "last"));
        }
    }

    private static BatchRun.Outcome run(Path in, Path out, LineAnswers answers, int threads, boolean oneByOne)
            throws IOException {
        BatchInput input = BatchInput.of(new BatchInput.Location(in, out), 10, 1 << 30);
        BatchRun run = new BatchRun(input, Map.of("a", "b"), Duration.ZERO, "test", ProgressListener.NONE);
        Parallel parallel = new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation());
        return oneByOne
                ? run.answerOneByOne(answers, LIMITS, new Cancellation())
                : run.answerBlocks(answers, LIMITS, parallel);
    }

    private static List<String> outputs(BatchRun.Outcome outcome) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path output : outcome.outputs()) {
            texts.add(Files.readString(output));
        }
        return texts;
    }

    @Property(tries = 25, seed = "42")
    void is_byte_equal_to_one_that_was_not_stopped(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int threads, @ForAll boolean oneByOne)
            throws IOException {
        Random random = new Random(seed);
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
            Path in = files.getPath("/in");
            Path out = files.getPath("/out");
            writeInput(in, random);
            BatchRun.Outcome whole = run(in, files.getPath("/whole"), ANSWERS, threads, oneByOne);
            for (int stop = 0; stop < 3 && whole.lines() > 0; stop++) {
                long last = random.nextInt(1, 2500);
                LineAnswers stopping = (line, number, text) -> {
                    if (number == last) {
                        text.append("half a li");
                        throw new Stopped();
                    }
                    return ANSWERS.answer(line, number, text);
                };
                try {
                    run(in, out, stopping, 1 + random.nextInt(4), oneByOne);
                } catch (Stopped e) {
                    leaveTrash(out, random);
                }
            }

            BatchRun.Outcome resumed = run(in, out, ANSWERS, threads, oneByOne);

            assertThat(outputs(resumed)).isEqualTo(outputs(whole));
            assertThat(resumed.lines()).isEqualTo(whole.lines());
            assertThat(resumed.failedLines()).isEqualTo(whole.failedLines());
            try (var left = Files.list(out)) {
                assertThat(left).containsExactlyElementsOf(resumed.outputs());
            }
        }
    }

    /** What a process that is killed may leave beyond its last checkpoint. */
    private static void leaveTrash(Path out, Random random) throws IOException {
        try (var left = Files.list(out)) {
            for (Path part :
                    left.filter(file -> file.toString().endsWith(".part")).toList()) {
                Files.write(
                        part,
                        "trash\n".repeat(random.nextInt(100)).getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.APPEND);
            }
        }
        if (random.nextBoolean()) {
            Files.writeString(out.resolve("in.checkpoint.tmp"), "{ \"half\": ");
        }
    }

    @Property(tries = 5, seed = "42")
    void goes_on_from_the_state_of_any_moment(@ForAll long seed) throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
            Path in = files.getPath("/in");
            Path out = files.getPath("/out");
            writeInput(in, new Random(seed));
            List<Path> moments = new ArrayList<>();
            LineAnswers watched = (line, number, text) -> {
                if (number % 400 == 1) {
                    moments.add(copy(out, files.getPath("/moment" + moments.size())));
                }
                return ANSWERS.answer(line, number, text);
            };
            BatchRun.Outcome whole = run(in, out, watched, 1, false);
            long most = 0;
            for (Path moment : moments) {
                BatchRun.Outcome resumed = run(in, moment, ANSWERS, 2, false);
                assertThat(outputs(resumed)).isEqualTo(outputs(whole));
                assertThat(resumed.continuedLines()).isGreaterThanOrEqualTo(most);
                most = resumed.continuedLines();
            }
        }
    }

    private static Path copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            try (var files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return to;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 1, seed = "42")
    void a_crash_between_the_last_checkpoint_and_the_name_of_the_output_loses_nothing() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
            Path in = files.getPath("/in");
            Path out = Files.createDirectory(files.getPath("/out"));
            writeInput(in, new Random(1));
            BatchRun.Outcome whole = run(in, out, ANSWERS, 1, false);
            List<String> expected = outputs(whole);
            // As after the checkpoint that counts the first file as finished.
            Files.move(out.resolve("file0.out"), out.resolve("file0.out.part"));
            Files.delete(out.resolve("file1.out"));
            Files.writeString(out.resolve("file0.out"), "of an earlier job");
            BatchInput input = BatchInput.of(new BatchInput.Location(in, out), 10, 1 << 30);
            dev.personalize.internal.catalog.ManifestFile.write(
                    input.checkpoint(),
                    Checkpoint.start(Map.of("a", "b", "files", input.identity()))
                            .afterFile(Files.size(out.resolve("file0.out.part"))));
            List<Long> asked = new ArrayList<>();

            BatchRun.Outcome resumed = run(
                    in,
                    out,
                    (line, number, text) -> {
                        asked.add(number);
                        return ANSWERS.answer(line, number, text);
                    },
                    1,
                    true);

            assertThat(outputs(resumed)).isEqualTo(expected);
            assertThat((long) asked.size()).isLessThan(whole.lines());
        }
    }

    @Property(tries = 1, seed = "42")
    void a_medium_that_fails_is_told_with_its_place() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setBlockSize(512)
                .setMaxSize(300_000)
                .build())) {
            Path in = Files.createDirectory(files.getPath("/in"));
            Files.writeString(in.resolve("a"), "line\n".repeat(10_000));
            LineAnswers longAnswers = (line, number, out) -> {
                out.append("x".repeat(50));
                return true;
            };
            Path out = files.getPath("/out");

            assertThatThrownBy(() -> run(in, out, longAnswers, 2, false))
                    .isInstanceOf(java.io.UncheckedIOException.class)
                    .hasMessageContaining("/out")
                    .hasMessageContaining("run it again");
            assertThat(out.resolve("a.out")).doesNotExist();
        }
    }
}
