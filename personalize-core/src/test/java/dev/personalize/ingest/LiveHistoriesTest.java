package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Snapshot;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveHistoriesTest {
    private final LiveHistories histories = new LiveHistories(100_000, 10);

    @Test
    void an_unknown_user_has_no_history() {
        assertThat(histories.history("nobody").itemIds()).isEmpty();
    }

    @Test
    void an_event_is_there_as_soon_as_it_is_added() {
        histories.add("u", "a", "view", 2, 10, 0);
        histories.add("u", "b", null, Float.NaN, 20, 0);

        LiveHistories.History history = histories.history("u");

        assertThat(history.itemIds()).containsExactly("a", "b");
        assertThat(history.eventTypes()).containsExactly("view", null);
        assertThat(history.values()).containsExactly(2, Float.NaN);
        assertThat(history.timestamps()).containsExactly(10, 20);
    }

    @Test
    void events_come_oldest_first_and_as_added_within_a_second() {
        histories.add("u", "third", null, 0, 30, 0);
        histories.add("u", "first", null, 0, 10, 0);
        histories.add("u", "second", null, 0, 20, 0);
        histories.add("u", "secondToo", null, 0, 20, 0);
        assertThat(histories.history("u").itemIds()).containsExactly("first", "second", "secondToo", "third");

        histories.add("u", "zeroth", null, 0, 5, 0);
        assertThat(histories.history("u").itemIds()).containsExactly("zeroth", "first", "second", "secondToo", "third");
    }

    @Test
    void a_history_once_taken_does_not_change() {
        histories.add("u", "a", null, 0, 10, 0);
        LiveHistories.History before = histories.history("u");

        histories.add("u", "b", null, 0, 5, 0);

        assertThat(before.itemIds()).containsExactly("a");
    }

    @Test
    void events_of_the_snapshot_know_where_their_items_stand_and_added_ones_do_not() {
        LiveHistories known = new LiveHistories(snapshot(), 3, 10);
        known.add("u", "a", "view", 0, 25, 0);

        LiveHistories.History history = known.history("u");

        assertThat(history.itemIds()).containsExactly("b", "a", "c");
        LiveHistories.Places places = Objects.requireNonNull(history.places());
        assertThat(places.items()).containsExactly(1, -1, 2);
        assertThat(places.types()).containsExactly(-1, -1, 0); // buy, view
        assertThat(known.history("stranger").places()).isNull();
    }

    private static Snapshot snapshot() {
        return Snapshot.builder()
                .interaction("u", "a", "view", 1, 10)
                .interaction("u", "b", null, Float.NaN, 20)
                .interaction("u", "c", "buy", 3, 30)
                .interaction("v", "a", "view", 4, 40)
                .build();
    }

    @Test
    void a_history_goes_on_where_the_snapshot_ends() {
        LiveHistories live = new LiveHistories(snapshot(), 100, 10);
        live.add("u", "new", "view", 5, 20, 0);
        live.add("w", "a", null, 6, 50, 0);

        LiveHistories.History history = live.history("u");

        assertThat(history.itemIds())
                .as("a stored event comes before one added")
                .containsExactly("a", "b", "new", "c");
        assertThat(history.eventTypes()).containsExactly("view", null, "view", "buy");
        assertThat(history.values()).containsExactly(1, Float.NaN, 5, 3);
        assertThat(history.timestamps()).containsExactly(10, 20, 20, 30);
        assertThat(live.history("v").itemIds()).containsExactly("a");
        assertThat(live.history("w").itemIds()).containsExactly("a");
    }

    @Test
    void the_oldest_events_go_when_there_are_too_many() {
        LiveHistories live = new LiveHistories(snapshot(), 2, 10);
        assertThat(live.history("u").itemIds()).containsExactly("b", "c");

        live.add("u", "new", null, 0, 40, 0);
        assertThat(live.history("u").itemIds()).containsExactly("c", "new");

        live.add("u", "older", null, 0, 35, 0);
        live.add("u", "tooOld", null, 0, 34, 0);
        assertThat(live.history("u").itemIds()).containsExactly("older", "new");
    }

    @Test
    void an_event_id_known_for_the_user_is_ignored() {
        histories.add("u", "a", null, 0, 10, 77);
        histories.add("u", "b", null, 0, 20, 77);
        histories.add("v", "b", null, 0, 20, 77);

        assertThat(histories.history("u").itemIds()).containsExactly("a");
        assertThat(histories.history("v").itemIds()).containsExactly("b");
    }

    @Test
    void a_sessions_events_become_the_users_when_he_identifies_himself_and_so_do_later_ones() {
        LiveHistories live = new LiveHistories(snapshot(), 100, 10);
        live.addAnonymous("session", "x", "view", 7, 15, 5);
        assertThat(live.history("session").itemIds()).containsExactly("x");
        assertThat(live.history("u").itemIds()).containsExactly("a", "b", "c");

        live.identify("session", "u");
        live.addAnonymous("session", "y", "view", 8, 35, 0);
        live.addAnonymous("session", "again", "view", 8, 36, 5);

        assertThat(live.history("u").itemIds()).containsExactly("a", "x", "b", "c", "y");
        assertThat(live.history("session").itemIds()).isEmpty();

        live.identify("session", "v");
        live.addAnonymous("session", "z", null, 0, 50, 0);

        assertThat(live.history("u").itemIds()).as("earlier ones stay").containsExactly("a", "x", "b", "c", "y");
        assertThat(live.history("v").itemIds()).containsExactly("a", "z");
    }

    @Test
    void a_session_of_a_users_name_adds_its_pending_events_to_his() {
        LiveHistories live = new LiveHistories(snapshot(), 100, 10);
        live.addAnonymous("v", "x", null, 0, 5, 0);

        assertThat(live.history("v").itemIds()).containsExactly("x", "a");
    }

    @Test
    void only_the_sessions_heard_of_last_are_known() {
        LiveHistories live = new LiveHistories(100, 2);
        live.addAnonymous("first", "a", null, 0, 1, 0);
        live.identify("second", "u");
        live.addAnonymous("first", "b", null, 0, 2, 0);
        live.addAnonymous("third", "c", null, 0, 3, 0);
        live.addAnonymous("first", "d", null, 0, 4, 0);
        live.addAnonymous("second", "e", null, 0, 5, 0);

        assertThat(live.history("third").itemIds()).as("heard of before first").isEmpty();
        assertThat(live.history("first").itemIds()).containsExactly("a", "b", "d");
        assertThat(live.history("u").itemIds()).as("the link was forgotten").isEmpty();
        assertThat(live.history("second").itemIds()).containsExactly("e");
    }
}
