package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.Consumed;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.Promotion;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionVersion;
import dev.personalize.schema.DatasetType;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of many threads while everything changes: feature G08. */
@Timeout(120)
class ServingUnderChangeTest {
    private static final int THREADS = 8;

    @TempDir
    Path folder;

    private Personalize personalize;
    private DatasetGroup shop;
    private Solution solution;

    @BeforeEach
    void open() {
        personalize = Personalize.open(folder.resolve("home"));
        shop = Shop.open(personalize, folder);
        solution = shop.createSolution("for-you", Shop.factors());
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private static RecommendationRequest asking(String userId) {
        return RecommendationRequest.builder()
                .userId(userId)
                .numResults(10)
                .filter("cheap")
                .build();
    }

    @Test
    void every_answer_is_that_of_one_version_while_events_come_versions_train_and_campaigns_change() throws Exception {
        shop.createFilter("cheap", "EXCLUDE ItemID WHERE Items.PRICE > 25");
        SolutionVersion first = solution.train();
        for (int i = 0; i < 400; i++) { // another truth for the second version
            shop.eventTracker().put(Event.of("new" + i % 50, "c" + (10 + i % 15), "Purchase"));
        }
        SolutionVersion second = solution.train();
        Campaign campaign = shop.createCampaign("for-you", first);
        Set<List<RecommendedItem>> possible = Set.of(items(campaign), items(shop.createCampaign("second", second)));
        assertThat(possible).hasSize(2);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            readers.add(() -> {
                while (!ended.get()) {
                    assertThat(possible).contains(items(campaign));
                    answers.incrementAndGet();
                }
                return true;
            });
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Boolean>> running = new ArrayList<>();
        readers.forEach(reader -> running.add(threads.submit(reader)));
        running.add(threads.submit(() -> {
            for (int i = 0; !ended.get(); i++) {
                shop.eventTracker().put(Event.of("other" + i % 100, "d0" + i % 10, "View"));
                shop.dataset(DatasetType.ITEMS).put("extra" + i % 50, Map.of("price", i % 20));
            }
            return true;
        }));
        for (int i = 0; i < 6; i++) {
            campaign.update(second);
            solution.train();
            campaign.update(first);
            campaign.update(CampaignConfig.defaults());
        }
        ended.set(true);
        for (Future<Boolean> thread : running) {
            assertThat(thread.get()).isTrue();
        }
        threads.shutdown();
        assertThat(answers.get()).isGreaterThan(100);
    }

    private static List<RecommendedItem> items(Campaign campaign) {
        return campaign.recommend(asking("cat007")).items();
    }

    /** Linearizable: what one thread has put, every request of any thread that begins later knows. */
    @Test
    void a_request_knows_every_event_that_was_acknowledged_before_it_began() throws Exception {
        Campaign campaign = shop.createCampaign("for-you", solution.train());
        RecommendationRequest had = RecommendationRequest.builder()
                .userId("reader")
                .numResults(60)
                .consumed(Consumed.ONLY)
                .build();
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(threads.submit(() -> {
                int requests = 0;
                while (acknowledged.get() < Shop.ITEMS_OF_A_KIND) {
                    int before = acknowledged.get();
                    List<String> known = campaign.recommend(had).itemIds();
                    assertThat(known).hasSizeGreaterThanOrEqualTo(before);
                    for (int item = 0; item < before; item++) {
                        assertThat(known).contains(String.format("c%02d", item));
                    }
                    requests++;
                }
                return requests;
            }));
        }
        for (int item = 0; item < Shop.ITEMS_OF_A_KIND; item++) {
            shop.eventTracker().put(Event.of("reader", String.format("c%02d", item), "Purchase"));
            acknowledged.incrementAndGet();
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isNotNegative();
        }
        threads.shutdown();
    }

    @Test
    void requests_and_puts_work_on_virtual_threads() throws Exception {
        assumeThat(Runtime.version().feature())
                .as("virtual threads came with Java 21")
                .isGreaterThanOrEqualTo(21);
        shop.createFilter("cheap", "EXCLUDE ItemID WHERE Items.PRICE > 25");
        Campaign campaign = shop.createCampaign("for-you", solution.train());
        ExecutorService virtual = virtualThreads();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int user = i;
            answers.add(virtual.submit(() -> {
                shop.eventTracker().put(Event.of("v" + user % 100, "c0" + user % 10, "Purchase"));
                RecommendationRequest request = asking("v" + user % 100).toBuilder()
                        .promotion(Promotion.builder("p", "cheap").percent(20).build())
                        .build();
                return campaign.recommend(request).items().size();
            }));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(10);
        }
        virtual.shutdown();
    }

    private static ExecutorService virtualThreads()
            throws NoSuchMethodException, InvocationTargetException, IllegalAccessException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
