package dev.personalize;

import dev.personalize.internal.serving.Answer;
import dev.personalize.internal.serving.Ranked;
import dev.personalize.internal.serving.Ranked.Origin;
import dev.personalize.metrics.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Turns what a deployment answers into what an application gets, and remembers what was shown. Immutable. */
final class Answering {
    private static final String PROMOTED = "Promoted item";
    private static final String EXPLORED = "Exploration";
    private static final String POPULAR = "Popular item";

    private final Group group;

    Answering(Group group) {
        this.group = group;
    }

    /**
     * {@return the answer for the application}
     *
     * @param wanted number of items asked for
     * @param version the answer is from
     */
    Recommendations of(Answer answer, int wanted, SolutionVersion version, List<String> metadataColumns) {
        List<RecommendedItem> items = new ArrayList<>(answer.places().size());
        for (Ranked place : answer.places()) {
            items.add(new RecommendedItem(
                    place.itemId(),
                    place.score(),
                    probability(place, version),
                    reasons(place),
                    place.promotion(),
                    place.propensity(),
                    place.explained() == null ? null : Explanation.of(place.explained()),
                    metadataColumns.isEmpty() ? Map.of() : group.itemMetadata(place.itemId(), metadataColumns)));
        }
        Recommendations recommendations = new Recommendations(recommendationId(), items, shortfall(answer, wanted));
        group.shown().remember(recommendations.recommendationId(), recommendations.itemIds());
        return recommendations;
    }

    private static @Nullable Double probability(Ranked place, SolutionVersion version) {
        Optional<Calibration> calibration = place.had() ? version.repeatCalibration() : version.calibration();
        return Float.isNaN(place.raw())
                ? null
                : calibration.map(known -> known.probability(place.raw())).orElse(null);
    }

    private static List<String> reasons(Ranked place) {
        if (place.promotion() != null) {
            return List.of(PROMOTED);
        }
        if (place.origin() == Origin.EXPLORED) {
            return List.of(EXPLORED);
        }
        return place.origin() == Origin.POPULAR ? List.of(POPULAR) : List.of();
    }

    private static @Nullable Shortfall shortfall(Answer answer, int wanted) {
        Answer.Counts counts = answer.counts();
        if (answer.places().size() >= wanted) {
            return null;
        }
        if (counts.present() < wanted) {
            return Shortfall.CATALOGUE;
        }
        if (counts.consumed() < wanted) {
            return Shortfall.CONSUMED;
        }
        if (counts.standing() < wanted) {
            return Shortfall.STANDING_FILTER;
        }
        return counts.filtered() < wanted ? Shortfall.FILTER : Shortfall.CATEGORY_CAP;
    }

    private static String recommendationId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "RID-" + new UUID(random.nextLong(), random.nextLong());
    }
}
