package dev.personalize.examples;

import dev.personalize.Campaign;
import dev.personalize.Consumed;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * How an answer follows a customer: three Christmas things, one after the other, and Christmas moves up in what he is
 * recommended. Nothing is trained again, and nobody else's answer changes by a bit.
 */
public final class Adaptation {
    private static final String CUSTOMER = "12583";
    private static final String OTHER_CUSTOMER = "17850";
    private static final String CATEGORY = "CHRISTMAS";
    private static final List<String> TAKEN = List.of("22910", "22086", "22577");
    private static final int LONG_LIST = 500;

    private Adaptation() {}

    /** Runs the example. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        run(System.out);
    }

    static void run(PrintStream out) throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = imported(personalize);
            SolutionConfig config = SolutionConfig.builder()
                    .recipe("user-personalization")
                    .eventType("Purchase")
                    .evaluate(false)
                    .seed(1)
                    .build();
            Campaign campaign = shop.createCampaign(
                    "home-page", shop.createSolution("home-page", config).train());
            Path items = OnlineRetail.csv("items", Files.createTempDirectory("online-retail"));
            Set<String> category = ofTheCategory(items);
            Files.delete(items);
            Recommendations others = asked(campaign, OTHER_CUSTOMER);
            out.printf("Customer %s; places of %s things among the first %d%n%n", CUSTOMER, CATEGORY, LONG_LIST);
            out.printf("  %-42s %9s %9s %10s%n", "", "first 10", "first 50", "mean rank");
            print(out, "before", asked(campaign, CUSTOMER), category);
            for (String itemId : TAKEN) {
                shop.eventTracker().put(Event.of(CUSTOMER, itemId, "Purchase"));
                print(out, "after " + itemId, asked(campaign, CUSTOMER), category);
            }
            out.printf(
                    "%nCustomer %s, who did nothing, gets the same items with the same scores: %s%n",
                    OTHER_CUSTOMER, sameBits(others, asked(campaign, OTHER_CUSTOMER)));
        }
    }

    private static DatasetGroup imported(Personalize personalize) throws IOException {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        Path folder = Files.createTempDirectory("online-retail");
        for (String name : List.of("interactions", "items")) {
            Path csv = OnlineRetail.csv(name, folder);
            shop.createDataset(OnlineRetail.schema(name)).importCsv(csv);
            Files.delete(csv);
        }
        Files.delete(folder);
        return shop;
    }

    private static Recommendations asked(Campaign campaign, String customer) {
        return campaign.recommend(RecommendationRequest.builder()
                .userId(customer)
                .numResults(LONG_LIST)
                .consumed(Consumed.EXCLUDED)
                .build());
    }

    private static void print(PrintStream out, String when, Recommendations answer, Set<String> category) {
        out.printf(
                "  %-42s %9d %9d %10.1f%n",
                when, among(answer, category, 10), among(answer, category, 50), meanRank(answer, category));
    }

    /** {@return ids of the items whose description has the word} */
    private static Set<String> ofTheCategory(Path items) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(items)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.contains(CATEGORY))
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .collect(Collectors.toSet());
        }
    }

    private static long among(Recommendations answer, Set<String> category, int places) {
        return answer.itemIds().stream()
                .limit(places)
                .filter(category::contains)
                .count();
    }

    private static double meanRank(Recommendations answer, Set<String> category) {
        double sum = 0;
        int count = 0;
        for (int place = 0; place < answer.items().size(); place++) {
            if (category.contains(answer.itemIds().get(place))) {
                sum += place + 1;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static boolean sameBits(Recommendations before, Recommendations after) {
        for (int place = 0; place < LONG_LIST; place++) {
            RecommendedItem one = before.items().get(place);
            RecommendedItem other = after.items().get(place);
            if (!one.itemId().equals(other.itemId()) || !Objects.equals(one.score(), other.score())) {
                return false;
            }
        }
        return before.items().size() == after.items().size();
    }
}
