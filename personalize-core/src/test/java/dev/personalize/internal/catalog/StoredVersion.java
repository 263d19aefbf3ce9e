package dev.personalize.internal.catalog;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.OptimizationObjective;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small version in a storage: three items with the scores 1, 2 and 3. */
final class StoredVersion {
    static final String FOLDER = "shop/solutions/s/000001";
    static final Recipe RECIPE = new FixedScores();

    final HeapStorage storage = new HeapStorage();
    final VersionManifest manifest;
    final SolutionManifest settings = settings();

    StoredVersion() {
        Map<String, StoredFile> files = new VersionFiles(storage, FOLDER)
                .write(
                        new Scores(new float[] {1, 2, 3}),
                        IdIndex.of(List.of("apple", "bread", "cheese")),
                        new Popularity(new int[] {5, 0, 4}),
                        coldStart(),
                        contextLift());
        manifest = manifest(files);
    }

    static SolutionManifest settings() {
        return new SolutionManifest(
                "s",
                "fixed",
                Map.of("a", "1"),
                EventSelection.ALL,
                7,
                true,
                1000,
                25,
                0.5,
                10,
                "2026-01-01T00:00:00Z",
                Map.of("buy", 3.0),
                new HpoManifest(
                        List.of(
                                new HpoManifest.RangeEntry("a", true, 1, 5, null),
                                new HpoManifest.RangeEntry("b", false, 0, 1, List.of("x", "y"))),
                        20,
                        2,
                        "recall_at_10",
                        "TIME",
                        true,
                        600),
                new AutoMlManifest("recall_at_10", List.of("fixed"), 60, 3),
                new ColumnSelection(
                        Map.of(DatasetType.ITEMS, List.of("PRICE")), Map.of(DatasetType.USERS, List.of("AGE"))),
                new OptimizationObjective("WORTH", OptimizationObjective.Sensitivity.LOW),
                new SolutionManifest.Schedule(true, 7, "2026-01-01T00:00:00Z"),
                false,
                null);
    }

    /** {@return that those who like bread have bread, and those who are old, cheese} */
    private static ColdStart coldStart() {
        Snapshot.Builder data = Snapshot.builder();
        Schema schema = Schema.parse("""
                {"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"},
                 {"name": "LIKES", "type": "string", "categorical": true}, {"name": "AGE", "type": "int"}]}""");
        AttributeTable.Builder users = new AttributeTable.Builder(schema, "USER_ID");
        for (int i = 0; i < 120; i++) {
            String user = "u" + i;
            data.interaction(user, i % 2 == 0 ? "bread" : "apple", null, Float.NaN, i);
            data.interaction(user, i % 3 == 0 ? "cheese" : "apple", null, Float.NaN, i);
            users.add(new Object[] {user, i % 2 == 0 ? "bread" : "salt|pepper", i % 3 == 0 ? 77 : 7});
        }
        Snapshot snapshot = data.users(users).build();
        return ColdStart.of(snapshot, new Parallel(Runnable::run, 1, new Cancellation()));
    }

    /** {@return that people have bread on phones and cheese on tablets} */
    private static ContextLift contextLift() {
        Snapshot.Builder data = Snapshot.builder().contexts(List.of("DEVICE"));
        for (int i = 0; i < 120; i++) {
            String device = i % 2 == 0 ? "phone" : "tablet";
            data.interaction("u" + i, "apple", null, Float.NaN, 1, device.hashCode(), device);
            data.interaction("u" + i, i % 2 == 0 ? "bread" : "cheese", null, Float.NaN, 2, device.hashCode(), device);
        }
        return ContextLift.of(
                data.build(),
                (from, cut, scores) -> System.arraycopy(new float[] {1, 2, 3}, 0, scores, 0, 3),
                new Parallel(Runnable::run, 1, new Cancellation()));
    }

    static VersionManifest manifest(Map<String, StoredFile> files) {
        Map<String, Double> metrics = new LinkedHashMap<>(Map.of("coverage", 0.25));
        return new VersionManifest(
                "s",
                1,
                "fixed",
                Map.of("a", "1"),
                new EventSelection("Purchase", null),
                7,
                List.of("Purchase", "View"),
                metrics,
                metrics,
                9,
                "ab".repeat(32),
                1234,
                "2026-01-02T03:04:05Z",
                "0.1.0",
                files,
                null,
                new VersionManifest.Steps(List.of(0.5f), List.of(0.125, 0.75)),
                null,
                TunedManifest.of(
                        "recall_at_10",
                        Map.of("a", "2"),
                        List.of(
                                new Trial(1, Map.of("a", "1"), 1, 0.25, 2, null),
                                new Trial(2, Map.of("a", "9"), 0, Double.NaN, 0.5, "too much"))),
                new AutoMlReport(
                        "recall_at_10",
                        "the newest tenth",
                        3,
                        "fixed",
                        List.of(
                                new AutoMlReport.Candidate("fixed", 0.5, 0.4, 0.6, 1.5, Map.of("a", "1"), null),
                                new AutoMlReport.Candidate("other", null, null, null, 0.1, Map.of(), "no text")),
                        List.of("because")),
                new VersionManifest.Training(
                        "AUTOMATIC", "FULL", 0, Map.of("buy", 3.0), null, new Arrivals(List.of("import-1"), 2, 345)),
                new ProvenanceManifest(
                        settings(),
                        new ProvenanceManifest.Machine("17.0.1", "Linux", "amd64", 2, 1 << 30),
                        new ProvenanceManifest.Phases(1, 2, 3, 4, 5)));
    }

    // A record of an array: models are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Scores(float[] ofItems) implements Model {
        @Override
        public int items() {
            return ofItems.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            System.arraycopy(ofItems, 0, scores, 0, ofItems.length);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.floats("scores", ofItems);
        }
    }

    private static final class FixedScores implements Recipe {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public RecipeType type() {
            return RecipeType.POPULAR_ITEMS;
        }

        @Override
        public HyperparameterSpace hyperparameters() {
            return HyperparameterSpace.builder().build();
        }

        @Override
        public Model train(Snapshot data, TrainingContext context) {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public Model read(ArtifactReader in) {
            return new Scores(in.floats("scores"));
        }
    }
}
