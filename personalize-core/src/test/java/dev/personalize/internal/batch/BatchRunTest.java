package dev.personalize.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRunTest {
    private static final LineLimits LIMITS = new LineLimits(1000, 100_000);
    private static final LineAnswers ECHO = (line, number, out) -> {
        out.append(number + ":" + line);
        return !line.startsWith("bad");
    };

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void folders() throws IOException {
        in = Files.createDirectories(folder.resolve("in"));
        out = folder.resolve("out");
    }

    private BatchRun.Outcome run(Path location, LineAnswers answers) throws IOException {
        return run(location, answers, Map.of("numResults", "25"));
    }

    private BatchRun.Outcome run(Path location, LineAnswers answers, Map<String, String> settings) throws IOException {
        return new BatchRun(input(location), settings, Duration.ZERO, "test", ProgressListener.NONE)
                .answerBlocks(answers, LIMITS, new Parallel(ForkJoinPool.commonPool(), 2, new Cancellation()));
    }

    private BatchInput input(Path location) throws IOException {
        return BatchInput.of(new BatchInput.Location(location, out), 3, 1 << 20);
    }

    private Path file(String name, String content) throws IOException {
        return Files.write(in.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private String output(String name) throws IOException {
        return Files.readString(out.resolve(name));
    }

    @Test
    void lines_end_with_lf_or_cr_lf_or_the_file_and_blank_ones_have_no_answer() throws IOException {
        BatchRun.Outcome outcome = run(file("a", "one\r\n\n \t\r\ntwo\nbad three"), ECHO);

        assertThat(output("a.out")).isEqualTo("1:one\n4:two\n5:bad three\n");
        assertThat(outcome.lines()).isEqualTo(3);
        assertThat(outcome.failedLines()).isEqualTo(1);
        assertThat(outcome.continuedLines()).isZero();
    }

    @Test
    void a_byte_order_mark_before_the_first_line_is_no_part_of_it() throws IOException {
        run(file("a", "\uFEFFone\n\uFEFFtwo\n"), ECHO);

        assertThat(output("a.out")).isEqualTo("1:one\n2:\uFEFFtwo\n");
    }

    @Test
    void a_line_that_is_not_utf_8_gets_its_own_error() throws IOException {
        Files.write(in.resolve("a"), new byte[] {'"', (byte) 0xC3, '"', '\n', 'o', 'k', '\n'});

        BatchRun.Outcome outcome = run(in.resolve("a"), ECHO);

        assertThat(output("a.out"))
                .isEqualTo("{\"input\":\"\\\"\uFFFD\\\"\",\"output\":null,"
                        + "\"error\":\"the line is not UTF-8: save the file in that encoding\"}\n2:ok\n");
        assertThat(outcome.failedLines()).isEqualTo(1);
    }

    @Test
    void a_line_as_long_as_allowed_is_answered_and_a_longer_one_gets_an_error_that_shows_its_beginning()
            throws IOException {
        String most = "x".repeat(1000);
        run(file("a", "\uFEFF" + most + "\r\n" + most + "y\n" + "z".repeat(200_000) + "\nlast"), ECHO);

        List<String> lines = output("a.out").lines().toList();
        assertThat(lines.get(0)).isEqualTo("1:" + most);
        assertThat(lines.get(1))
                .startsWith("{\"input\":\"" + "x".repeat(200) + "\",\"output\":null,\"error\":")
                .contains("more than 1000 bytes");
        assertThat(lines.get(2)).startsWith("{\"input\":\"zzz").hasSizeLessThan(500);
        assertThat(lines.get(3)).isEqualTo("4:last");
    }

    @Test
    void an_empty_file_has_an_empty_output() throws IOException {
        assertThat(run(file("a", ""), ECHO).lines()).isZero();
        assertThat(output("a.out")).isEmpty();
    }

    @Test
    void a_prefix_stands_for_every_file_whose_name_begins_with_it_in_order_of_name() throws IOException {
        file("users-2.jsonl", "two\n");
        file("users-10.jsonl", "ten\n");
        file("items.jsonl", "item\n");

        BatchRun.Outcome outcome = run(in.resolve("users"), ECHO);

        assertThat(outcome.outputs())
                .containsExactly(out.resolve("users-10.jsonl.out"), out.resolve("users-2.jsonl.out"));
        assertThat(output("users-2.jsonl.out")).isEqualTo("1:two\n");
        assertThat(out.resolve("items.jsonl.out")).doesNotExist();
        assertThat(out.resolve("users.checkpoint")).doesNotExist();
    }

    @Test
    void a_file_stands_for_itself_alone_and_a_folder_for_all_files_directly_in_it() throws IOException {
        Path one = file("users", "1\n");
        file("users.bak", "2\n");
        Files.createDirectories(in.resolve("deeper"));

        assertThat(run(one, ECHO).outputs()).containsExactly(out.resolve("users.out"));
        assertThat(run(in, ECHO).outputs()).containsExactly(out.resolve("users.out"), out.resolve("users.bak.out"));
    }

    @Test
    void what_cannot_be_answered_is_refused_before_anything_is_written() throws IOException {
        assertThatThrownBy(() -> input(in.resolve("nothing")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing");
        Path one = file("a", "1\n");
        assertThatThrownBy(() -> BatchInput.of(new BatchInput.Location(one, in), 3, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("different places");
        assertThatThrownBy(() -> BatchInput.of(new BatchInput.Location(one, out), 3, 1))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Limits.batchFileBytes");
        file("b", "");
        file("c", "");
        file("d", "");
        assertThatThrownBy(() -> input(in))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("4 files")
                .hasMessageContaining("Limits.batchFiles");
        assertThat(in.resolve("a.out")).doesNotExist();
    }

    @Test
    void too_many_lines_fail_the_job() throws IOException {
        Path lines = file("a", "\n".repeat(LIMITS.lines() > 0 ? 100_001 : 0));

        assertThatThrownBy(() -> run(lines, ECHO))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("more than 100000 lines");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void a_cancelled_job_keeps_what_it_has_answered() throws IOException {
        Path lines = file("a", numbered(5000));
        Cancellation cancellation = new Cancellation();
        LineAnswers stopping = (line, number, text) -> {
            if (number == 3000) {
                cancellation.cancel();
            }
            return ECHO.answer(line, number, text);
        };
        assertThatThrownBy(() -> new BatchRun(input(lines), Map.of(), Duration.ofDays(1), "test", ProgressListener.NONE)
                        .answerBlocks(stopping, LIMITS, new Parallel(Runnable::run, 1, cancellation)))
                .isInstanceOf(CancellationException.class);
        assertThat(out.resolve("a.out")).doesNotExist();

        BatchRun.Outcome outcome = run(lines, ECHO, Map.of());

        assertThat(outcome.continuedLines()).isBetween(1L, 3000L);
        assertThat(outcome.lines()).isEqualTo(5000);
        assertThat(output("a.out")).isEqualTo(answered(5000));
        try (var left = Files.list(out)) {
            assertThat(left).containsExactly(out.resolve("a.out"));
        }
    }

    private static String numbered(int lines) {
        return IntStream.rangeClosed(1, lines).mapToObj(i -> "line" + i + "\n").reduce("", String::concat);
    }

    private static String answered(int lines) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(i -> i + ":line" + i + "\n")
                .reduce("", String::concat);
    }

    @Test
    void another_setting_or_another_input_begins_anew() throws IOException {
        Path lines = file("a", numbered(3000));
        LineAnswers failing = (line, number, text) -> {
            if (number == 2500) {
                throw new IllegalStateException("the machine burns");
            }
            text.append("old");
            return true;
        };
        assertThatThrownBy(() -> run(lines, failing)).isInstanceOf(IllegalStateException.class);

        BatchRun.Outcome other = run(lines, ECHO, Map.of("numResults", "10"));
        assertThat(other.continuedLines()).isZero();
        assertThat(output("a.out")).isEqualTo(answered(3000));

        assertThatThrownBy(() -> run(lines, failing)).isInstanceOf(IllegalStateException.class);
        file("a", numbered(2999));
        assertThat(run(lines, ECHO).continuedLines()).isZero();
        assertThat(output("a.out")).isEqualTo(answered(2999));
    }

    @Test
    void output_that_is_not_as_it_was_written_begins_anew() throws IOException {
        Path lines = file("a", numbered(3000));
        LineAnswers failing = (line, number, text) -> {
            if (number == 2500) {
                throw new IllegalStateException("the machine burns");
            }
            return ECHO.answer(line, number, text);
        };
        for (String damage : List.of("shorter", "changed", "no checkpoint", "changed checkpoint", "not there")) {
            assertThatThrownBy(() -> run(lines, failing)).isInstanceOf(IllegalStateException.class);
            Path part = out.resolve("a.out.part");
            Path checkpoint = out.resolve("a.checkpoint");
            switch (damage) {
                case "shorter" -> Files.write(part, "1:line1\n".getBytes(StandardCharsets.UTF_8));
                case "changed" -> Files.writeString(part, Files.readString(part).replaceFirst("line7", "line8"));
                case "no checkpoint" -> Files.delete(checkpoint);
                case "changed checkpoint" ->
                    Files.writeString(checkpoint, Files.readString(checkpoint).replace("2048", "2047"));
                default -> Files.delete(part);
            }

            assertThat(run(lines, ECHO).continuedLines()).as(damage).isZero();
            assertThat(output("a.out")).as(damage).isEqualTo(answered(3000));
        }
    }

    @Test
    void two_jobs_do_not_write_one_file() throws IOException {
        Path lines = file("a", "1\n");

        run(lines, (line, number, text) -> {
            assertThatThrownBy(() -> run(lines, ECHO))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("a.out");
            return true;
        });

        assertThat(run(lines, ECHO).lines()).isEqualTo(1);
    }

    @Test
    void a_zip_file_can_be_input_and_output() throws IOException {
        URI zip = URI.create("jar:" + folder.resolve("files.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path source =
                    Files.writeString(Files.createDirectory(files.getPath("in")).resolve("a"), numbered(3000));
            out = files.getPath("out");
            LineAnswers failing = (line, number, text) -> {
                if (number == 2500) {
                    throw new IllegalStateException("the machine burns");
                }
                return ECHO.answer(line, number, text);
            };
            assertThatThrownBy(() -> run(source, failing)).isInstanceOf(IllegalStateException.class);

            run(source, ECHO);

            assertThat(Files.readString(out.resolve("a.out"))).isEqualTo(answered(3000));
        }
    }
}
