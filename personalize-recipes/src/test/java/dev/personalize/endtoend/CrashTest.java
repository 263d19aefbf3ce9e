package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionVersion;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.DatasetType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that works on a home is killed at a random moment, again and again; each time the home must have all that was
 * acknowledged and nothing that is half. The property {@code crash.rounds} says how often; the Maven profile {@code crash} sets it
 * to 200.
 */
class CrashTest {
    private static final Logger LOG = LoggerFactory.getLogger(CrashTest.class);
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);

    /** Then another home begins: a small one has more time for imports and trainings before the kill. */
    private static final int ROUNDS_OF_A_HOME = 20;

    private static final int LEAST_MILLIS = 50;
    private static final int MOST_MILLIS = 700;
    private static final Pattern VERSION = Pattern.compile("version (\\w+) (\\d+)");

    @TempDir
    Path folder;

    private Path home = Path.of("");
    private final Set<String> acknowledged = new HashSet<>();
    private int lastImport = -1;
    private final Map<String, Integer> lastVersion = new HashMap<>();

    /** How much of what was acknowledged in all rounds. */
    private final Map<String, Integer> work = new TreeMap<>();

    @Test
    void a_killed_process_loses_nothing_it_acknowledged_and_leaves_nothing_half() throws Exception {
        Files.createDirectories(folder.resolve("csv"));
        Random random = new Random(20260);
        for (int round = 1; round <= ROUNDS; round++) {
            if (round % ROUNDS_OF_A_HOME == 1) {
                beginAnotherHome(round);
            }
            workUntilKilled(round, LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS + 1));
            readAcknowledged();
            try (Personalize personalize = Personalize.open(home)) {
                DatasetGroup shop = personalize.datasetGroup(CrashingApplication.GROUP);
                requireAllData(shop);
                requireAnswers(shop);
                HomeFiles.requireEndedJobs(personalize);
                HomeFiles.requireNoLeftovers(HomeFiles.of(home));
                requireReadable(shop);
            }
        }
        LOG.info("acknowledged in {} rounds: {}", ROUNDS, work);
        requireWork();
    }

    /** A test in which the process is always killed before it did anything would prove nothing. */
    private void requireWork() {
        assertThat(work).containsKeys("event", "import", "version of count", "version of factors");
        assertThat(work.get("event")).isGreaterThan(ROUNDS);
    }

    private void beginAnotherHome(int round) {
        home = folder.resolve("home" + round);
        acknowledged.clear();
        lastImport = -1;
        lastVersion.clear();
    }

    private void workUntilKilled(int round, int millis) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingApplication.class.getName(),
                        home.toString(),
                        folder.resolve("done.txt").toString(),
                        String.valueOf(round))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine())
                    .as(() -> "round " + round + ": " + text(errors))
                    .isEqualTo(CrashingApplication.READY);
            boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
            assertThat(ended).as(() -> "round " + round + ": " + text(errors)).isFalse();
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void readAcknowledged() throws IOException {
        for (String line : Files.readAllLines(folder.resolve("done.txt"))) {
            Matcher version = VERSION.matcher(line);
            if (version.matches()) {
                work.merge("version of " + version.group(1), 1, Integer::sum);
                lastVersion.put(version.group(1), Integer.parseInt(version.group(2)));
            } else if (line.startsWith("import-")) {
                work.merge("import", 1, Integer::sum);
                lastImport = number(line);
            } else {
                work.merge("event", 1, Integer::sum);
                acknowledged.add(line);
            }
        }
        Files.delete(folder.resolve("done.txt"));
    }

    private static int number(String item) {
        return Integer.parseInt(item.substring("import-".length()));
    }

    /** Every acknowledged event once, no event twice, and all rows of one import, which no acknowledged one came after. */
    private void requireAllData(DatasetGroup shop) {
        Snapshot data = shop.snapshot();
        Set<String> put = new HashSet<>();
        Map<String, Integer> rowsOfImport = new HashMap<>();
        for (int user = 0; user < data.users().size(); user++) {
            String userId = data.users().id(user);
            for (int p = data.interactions().begin(user);
                    p < data.interactions().end(user);
                    p++) {
                String item = data.items().id(data.interactions().item(p));
                if (item.equals("put")) {
                    assertThat(put.add(userId)).as("%s is there once", userId).isTrue();
                } else {
                    rowsOfImport.merge(item, 1, Integer::sum);
                }
            }
        }
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(put);
        assertThat(lost).isEmpty();
        if (lastImport >= 0 || !rowsOfImport.isEmpty()) {
            assertThat(rowsOfImport).hasSize(1);
            rowsOfImport.forEach((item, rows) -> {
                assertThat(rows).isEqualTo(CrashingApplication.ROWS_OF_AN_IMPORT);
                assertThat(number(item)).isGreaterThanOrEqualTo(lastImport);
            });
        }
    }

    /** The campaign answers from the version deployed last, or the one after; each version that is left can answer. */
    private void requireAnswers(DatasetGroup shop) {
        RecommendationRequest somebody = RecommendationRequest.forUser("imported0000");
        for (Campaign campaign : shop.campaigns()) {
            assertThat(campaign.recommend(somebody).items()).isNotEmpty();
            SolutionVersion version = campaign.version();
            assertThat(version.number()).isGreaterThanOrEqualTo(lastVersion.getOrDefault(version.solution(), 1));
        }
        assertThat(shop.campaigns()).hasSizeGreaterThanOrEqualTo(lastVersion.isEmpty() ? 0 : 1);
        List<SolutionVersion> versions = new ArrayList<>();
        shop.solutions().stream().map(Solution::versions).forEach(versions::addAll);
        for (SolutionVersion version : versions) {
            assertThat(shop.createCampaign("try", version).recommend(somebody).items())
                    .isNotEmpty();
            shop.deleteCampaign("try");
        }
    }

    private void requireReadable(DatasetGroup shop) throws IOException {
        Snapshot before = shop.snapshot();
        shop.compact();
        assertThat(shop.snapshot().fingerprint()).isEqualTo(before.fingerprint());
        Path csv = folder.resolve("export.csv");
        shop.dataset(DatasetType.INTERACTIONS).exportCsv(csv);
        try (var lines = Files.lines(csv)) {
            assertThat(lines.count() - 1).isEqualTo(before.interactions().size());
        }
    }
}
