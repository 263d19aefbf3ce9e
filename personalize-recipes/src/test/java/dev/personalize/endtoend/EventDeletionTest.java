package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventDeletionTest {
    @Test
    void a_deleted_event_does_not_come_back_as_its_repetition() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);
            shop.eventTracker().put(event("ann", "s", 1, "id"));
            shop.compact();
            shop.eventTracker().put(event("ann", "s", 2, "id"));

            shop.deleteData().event("ann", "thing", Instant.ofEpochSecond(1)).run();

            assertThat(shop.snapshot().interactions().size()).isZero();
        }
    }

    @Test
    void an_event_from_before_the_login_is_deleted_as_the_users() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);
            shop.eventTracker().put(event(null, "s", 1, null), event("ann", "s", 2, null));

            shop.deleteData().event("ann", "thing", Instant.ofEpochSecond(1)).run();

            assertThat(shop.snapshot().interactions().timestamps(0, 1)).containsExactly(2);
        }
    }

    private static DatasetGroup shop(Personalize personalize) {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(Shop.INTERACTIONS);
        return shop;
    }

    private static Event event(@Nullable String user, String session, long second, @Nullable String eventId) {
        return Event.builder()
                .userId(user)
                .sessionId(session)
                .itemId("thing")
                .type("View")
                .sentAt(Instant.ofEpochSecond(second))
                .eventId(eventId)
                .build();
    }
}
