package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRecommendTest {
    @TempDir
    Path folder;

    private Path interactions;
    private String output = "";
    private String errors = "";

    @BeforeEach
    void writeInteractions() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("ITEM_ID,TIMESTAMP,USER_ID,EVENT_TYPE"));
        for (int i = 0; i < 600; i++) {
            int user = random.nextInt(40);
            int item = 2 * random.nextInt(20) + user % 2;
            lines.add("item" + item + "," + i + ",user" + user + "," + (i % 9 == 0 ? "View" : "Purchase"));
        }
        interactions = Files.write(folder.resolve("interactions.csv"), lines);
    }

    private int run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = BatchRecommend.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        output = out.toString(StandardCharsets.UTF_8);
        errors = err.toString(StandardCharsets.UTF_8);
        return status;
    }

    private String[] arguments(String recipe, String input, String outputFolder, String... more) {
        List<String> all = new ArrayList<>(List.of("--interactions", interactions.toString()));
        all.addAll(List.of(
                "--recipe",
                recipe,
                "--input",
                input,
                "--output",
                folder.resolve(outputFolder).toString()));
        all.addAll(Arrays.asList(more));
        return all.toArray(new String[0]);
    }

    @Test
    void answers_every_user_and_the_same_arguments_give_the_same_bytes() throws IOException {
        for (String run : List.of("a", "b")) {
            assertThat(run(arguments(
                            "matrix-factorization",
                            "all",
                            run,
                            "--hyperparameter",
                            "factors=4",
                            "--event-type",
                            "Purchase",
                            "--seed",
                            "7",
                            "--num-results",
                            "5",
                            "--exclude-seen")))
                    .as(errors)
                    .isZero();
        }

        assertThat(output).contains("trained matrix-factorization in", "answered 40 lines (0 failed)", "peak heap");
        List<String> lines = Files.readAllLines(folder.resolve("a/all.out"));
        assertThat(lines).hasSize(40);
        assertThat(lines.get(0))
                .startsWith("{\"input\":{\"userId\":\"user0\"},\"output\":{\"recommendedItems\":[\"item");
        assertThat(folder.resolve("b/all.out")).hasSameBinaryContentAs(folder.resolve("a/all.out"));
    }

    @Test
    void answers_a_file_of_users_with_any_recipe() throws IOException {
        Path users = Files.writeString(folder.resolve("users.jsonl"), "{\"userId\":\"user3\"}\n{\"userId\":\"new\"}\n");
        for (String recipe : List.of("popularity-count", "aws-sims")) {
            assertThat(run(arguments(recipe, users.toString(), recipe)))
                    .as(errors)
                    .isZero();

            assertThat(Files.readAllLines(folder.resolve(recipe + "/users.jsonl.out")))
                    .hasSize(2);
        }
    }

    @Test
    void chooses_a_recipe_and_says_why() throws IOException {
        assertThat(run(arguments("automl", "all", "out", "--budget", "20", "--seed", "3")))
                .as(errors)
                .isZero();

        assertThat(output)
                .contains(
                        "normalized_discounted_cumulative_gain_at_10 on",
                        "40 users; chosen: ",
                        "popularity-count",
                        "\n- ");
        assertThat(Files.readAllLines(folder.resolve("out/all.out"))).hasSize(40);
        assertThat(run(arguments("sims", "all", "out2", "--budget", "20"))).isEqualTo(2);
        assertThat(errors).startsWith("--budget is for --recipe automl, not for sims");
    }

    @Test
    void says_what_is_wrong_with_the_arguments() throws IOException {
        assertThat(run("--recipes", "sims")).isEqualTo(2);
        assertThat(errors).startsWith("unknown argument '--recipes'").contains("usage:");
        assertThat(run("--recipe", "sims")).isEqualTo(2);
        assertThat(errors).startsWith("--input is required");
        assertThat(run(arguments("sims", "all", "out", "--seed", "many"))).isEqualTo(2);
        assertThat(errors).startsWith("--seed must be a whole number, was 'many'");
        assertThat(run(arguments("magic", "all", "out"))).isEqualTo(1);
        assertThat(errors).contains("no recipe 'magic'", "matrix-factorization");
    }

    @Test
    void says_what_is_wrong_with_the_data_and_writes_nothing() throws IOException {
        Files.writeString(interactions, "USER_ID,ITEM_ID,TIMESTAMP\nann,tea,never\n");

        assertThat(run(arguments("sims", "all", "out"))).isEqualTo(1);

        assertThat(errors).contains("interactions.csv", "line 2", "TIMESTAMP", "never");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
