package dev.personalize.endtoend;

import dev.personalize.Campaign;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.EventTracker;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.schema.DatasetType;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An application that works on a home until it is killed: it puts events from four threads, imports, compacts, trains and
 * redeploys, all at once. What it was told is done it writes down at once, in a file beside the home, a line each: an event's
 * id, {@code import-7}, or {@code version count 12}.
 *
 * <p>The one thing it never does is end: a failure is written to the standard error and halts it.
 */
final class CrashingApplication {
    static final String GROUP = "shop";
    static final String READY = "ready";
    static final String CAMPAIGN = "home-page";
    static final int ROWS_OF_AN_IMPORT = 2000;
    static final int WRITERS = 4;
    private static final int VERSIONS_KEPT = 3;

    /** In every fifth round the kill comes after the first import and a version of each kind, however slow the machine is. */
    private static final int LATE_ROUND = 5;

    /** Type of the imported events. Trainings learn from these alone, so that some of them end before the kill. */
    private static final String IMPORTED = "View";

    private final DatasetGroup shop;
    private final Dataset interactions;
    private final EventTracker tracker;
    private final OutputStream done;
    private final Path folder;
    private final CountDownLatch imported = new CountDownLatch(1);
    private final CountDownLatch deployed = new CountDownLatch(2);

    private CrashingApplication(Personalize personalize, Path folder, OutputStream done) {
        this.shop = personalize.findDatasetGroup(GROUP).orElseGet(() -> personalize.createDatasetGroup(GROUP));
        this.interactions =
                shop.findDataset(DatasetType.INTERACTIONS).orElseGet(() -> shop.createDataset(Shop.INTERACTIONS));
        this.tracker = shop.eventTracker();
        this.done = done;
        this.folder = folder;
    }

    /**
     * Works until killed.
     *
     * @param args the home, the file of what is done, and the number of the round
     */
    @SuppressWarnings("resource") // the kill closes it
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        FileOutputStream done = new FileOutputStream(args[1], true);
        int round = Integer.parseInt(args[2]);
        Path csv = home.resolveSibling("csv");
        new CrashingApplication(Personalize.inMemory(), csv, OutputStream.nullOutputStream()).warmUp();
        CrashingApplication application = new CrashingApplication(Personalize.open(home), csv, done);
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = String.format("r%03dw%d-", round, writer);
            work(() -> application.putEvents(prefix));
        }
        work(() -> application.importAndCompact(round));
        work(() -> application.trainAndDeploy(round));
        if (round % LATE_ROUND == 0) {
            await(application.imported);
            await(application.deployed);
        }
        System.out.println(READY);
    }

    /** Does each thing once, elsewhere: loading classes would take most of the time until the kill. */
    private void warmUp() {
        tracker.put(event("somebody"));
        importAll("import-0");
        shop.compact();
        deploy(count());
        deploy(factors());
    }

    private static void work(Runnable forever) {
        Thread thread = new Thread(forever);
        thread.setUncaughtExceptionHandler((failed, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
    }

    /** One call of the operating system, so that the line is there, whole, whatever happens to this process next. */
    private void done(String what) {
        try {
            done.write((what + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putEvents(String prefix) {
        for (int number = 1; ; number++) {
            String id = prefix + String.format("%06d", number);
            tracker.put(event(id));
            done(id);
        }
    }

    private static Event event(String id) {
        return Event.builder()
                .userId(id)
                .sessionId(id)
                .eventId(id)
                .itemId("put")
                .type("Purchase")
                .sentAt(Instant.ofEpochSecond(1_700_000_000))
                .build();
    }

    private void importAndCompact(int round) {
        for (int number = round * 1000; ; number++) {
            importAll("import-" + number);
            if (number % 2 == 0) {
                shop.compact();
            }
        }
    }

    private void importAll(String name) {
        interactions.importCsv(Shop.write(folder, "import.csv", rows(name)));
        done(name);
        imported.countDown();
    }

    private static List<String> rows(String item) {
        List<String> rows = new ArrayList<>();
        rows.add("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE");
        for (int user = 0; user < ROWS_OF_AN_IMPORT; user++) {
            rows.add(String.format("imported%04d,%s,%d,%s,", user, item, 1_600_000_000 + user, IMPORTED));
        }
        return rows;
    }

    private void trainAndDeploy(int round) {
        if (interactions.rows() == 0) {
            await(imported);
        }
        for (int number = round; ; number++) { // so that each kind is the first of a round, which ends most often
            deploy(number % 2 == 0 ? count() : factors());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private Solution count() {
        return solution("count", SolutionConfig.builder().recipe("popularity-count"));
    }

    private Solution factors() {
        return solution(
                "factors",
                SolutionConfig.builder()
                        .recipe("matrix-factorization")
                        .hyperparameter("factors", 2)
                        .hyperparameter("iterations", 2));
    }

    private Solution solution(String name, SolutionConfig.Builder config) {
        return shop.findSolution(name)
                .orElseGet(() -> shop.createSolution(
                        name,
                        config.eventType(IMPORTED)
                                .evaluate(false)
                                .minimumData(MinimumData.NONE)
                                .build()));
    }

    private void deploy(Solution solution) {
        SolutionVersion version = solution.train();
        Campaign campaign = shop.findCampaign(CAMPAIGN).orElse(null);
        if (campaign == null) {
            shop.createCampaign(CAMPAIGN, version);
        } else {
            campaign.update(version);
        }
        done("version " + solution.name() + " " + version.number());
        deployed.countDown();
        List<SolutionVersion> versions = solution.versions();
        for (SolutionVersion old : versions.subList(0, Math.max(0, versions.size() - VERSIONS_KEPT))) {
            solution.deleteVersion(old.number());
        }
    }
}
