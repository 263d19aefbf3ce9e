package dev.personalize.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Keys of metrics, as they are read by people. */
final class MetricNames {
    /** Sorts a metric at 5 before the same at 10. */
    static final Comparator<String> ORDER = Comparator.comparing(MetricNames::sortKey);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}$");

    private MetricNames() {}

    private static String sortKey(String key) {
        return NUMBER.matcher(key)
                .replaceAll(digits -> " ".repeat(9 - digits.group().length()) + digits.group());
    }

    /** {@return the field's own abbreviation of one of the service's names} */
    static String shortName(String key) {
        return key.replace("normalized_discounted_cumulative_gain", "NDCG")
                .replace("mean_reciprocal_rank", "MRR")
                .replace("mean_average_precision", "MAP")
                .replace("capped_recall", "capped recall")
                .replace("hit_rate", "hit rate")
                .replace("_at_", "@");
    }

    /** {@return the keys of one cutoff: 10 if there are such, {@code otherwise} if not} */
    static List<String> ofOneCutoff(Collection<String> keys, int otherwise) {
        List<String> ofTen = endingWith(keys, "_at_10");
        return ofTen.isEmpty() ? endingWith(keys, "_at_" + otherwise) : ofTen;
    }

    private static List<String> endingWith(Collection<String> keys, String end) {
        return keys.stream().filter(key -> key.endsWith(end)).toList();
    }
}
