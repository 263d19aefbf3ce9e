package dev.personalize.insight;

import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Set;

/** The numbers by which Amazon Personalize judges data: below some it does not train, below others it gives advice. */
public final class ServiceRules {
    /** Fewest events it trains on. */
    public static final int INTERACTIONS = 1000;

    /** Fewest users with two or more events it trains on. */
    public static final int USERS_WITH_TWO = 25;

    /** Least share of the users with events that must have two or more. */
    public static final double SHARE_WITH_TWO = 0.01;

    /** Events it recommends. */
    public static final int RECOMMENDED_INTERACTIONS = 50_000;

    /** Users with two or more events it recommends. */
    public static final int RECOMMENDED_USERS_WITH_TWO = 1000;

    /** Most event types, optional columns of interactions counted with them, it trains on. */
    public static final int EVENT_TYPES = 10;

    /** Most categories of a column it takes without advice. */
    public static final int CATEGORIES = 1000;

    /** Share of the rows a column should have a value in. */
    public static final double COMPLETE = 0.7;

    /** Share of the rows below which a textual column is not trained on. */
    public static final double COMPLETE_TEXT = 0.85;

    private static final Set<String> NOT_COUNTED =
            Set.of("USER_ID", "ITEM_ID", "TIMESTAMP", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE");

    private ServiceRules() {}

    /** {@return the columns of interactions that count like an event type each, towards {@link #EVENT_TYPES}} */
    public static List<String> columnsCountedWithTypes(Schema interactions) {
        return interactions.fields().stream()
                .map(Field::name)
                .filter(name -> !NOT_COUNTED.contains(name))
                .toList();
    }
}
