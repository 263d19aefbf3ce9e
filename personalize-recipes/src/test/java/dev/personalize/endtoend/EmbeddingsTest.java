package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.DatasetGroup;
import dev.personalize.Embeddings;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingsTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.builder().inMemory();
    private DatasetGroup shop;

    @BeforeEach
    void open() {
        shop = Shop.open(personalize, folder);
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private SolutionVersion train(SolutionConfig config) {
        return shop.createSolution(
                        "solution", config.toBuilder().evaluate(false).build())
                .train();
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void products_of_vectors_are_in_the_order_of_the_recommendations() {
        SolutionVersion version = train(Shop.factors());
        Embeddings embeddings = version.embeddings();
        float[] user = embeddings.user("cat007").orElseThrow();

        List<RecommendedItem> items = shop.createCampaign("campaign", version)
                .recommend(RecommendationRequest.forUser("cat007"))
                .items();

        assertThat(embeddings.dimensions()).isEqualTo(8);
        for (int place = 1; place < items.size(); place++) {
            double before =
                    product(user, embeddings.item(items.get(place - 1).itemId()).orElseThrow());
            double here =
                    product(user, embeddings.item(items.get(place).itemId()).orElseThrow());
            assertThat(here).isLessThanOrEqualTo(before + 1e-6);
        }
    }

    @Test
    void a_user_moves_with_the_next_event() {
        Embeddings embeddings = train(Shop.factors()).embeddings();
        float[] before = embeddings.user("cat007").orElseThrow();
        float[] dog = embeddings.item("d03").orElseThrow();

        shop.eventTracker().put(Event.of("cat007", "d03", "Purchase"));

        assertThat(product(embeddings.user("cat007").orElseThrow(), dog)).isGreaterThan(product(before, dog));
    }

    @Test
    void nothing_is_said_of_strangers_and_deleted_items() {
        Embeddings embeddings = train(Shop.factors()).embeddings();
        assertThat(embeddings.item("c05")).isPresent();

        shop.deleteData().item("c05").run();

        assertThat(embeddings.item("c05")).isEmpty();
        assertThat(embeddings.item("moon")).isEmpty();
        assertThat(embeddings.user("nobody")).isEmpty();
    }

    @Test
    void files_hold_the_same_numbers() throws IOException {
        Embeddings embeddings = train(Shop.factors()).embeddings();

        long items = embeddings.exportItems(folder.resolve("out/items.csv"));
        long users = embeddings.exportUsers(folder.resolve("out/users.csv"));

        List<String> lines = Files.readAllLines(folder.resolve("out/items.csv"));
        assertThat(lines).hasSize((int) items + 1).startsWith("ITEM_ID,0,1,2,3,4,5,6,7");
        assertVector(line(lines, "c03"), embeddings.item("c03").orElseThrow());
        assertThat(users).isEqualTo(2L * Shop.USERS_OF_A_KIND);
        List<String> userLines = Files.readAllLines(folder.resolve("out/users.csv"));
        assertVector(line(userLines, "dog119"), embeddings.user("dog119").orElseThrow());
    }

    private static String[] line(List<String> lines, String id) {
        return lines.stream()
                .filter(line -> line.startsWith(id + ","))
                .findFirst()
                .orElseThrow()
                .split(",");
    }

    private static void assertVector(String[] cells, float[] vector) {
        assertThat(cells).hasSize(vector.length + 1);
        for (int k = 0; k < vector.length; k++) {
            assertThat(Float.parseFloat(cells[k + 1])).isCloseTo(vector[k], within(0f));
        }
    }

    @Test
    void recipes_without_vectors_say_so() {
        SolutionVersion version = train(Shop.related().build());

        assertThatThrownBy(version::embeddings)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no vectors");
    }
}
