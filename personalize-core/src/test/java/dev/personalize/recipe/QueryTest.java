package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.Schema;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final Schema USERS = Schema.parse("""
            {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"},
                        {"name": "PET", "type": ["null", "string"], "categorical": true}]}""");

    @Test
    void nothing_is_known_of_a_user_unless_it_is_said() {
        assertThat(Query.empty().userAttributes().get()).isEmpty();
        assertThat(Query.ofItems(1, 2).userAttributes().get()).isEmpty();
        assertThat(new Query(new int[0], new int[0], new long[0], -1)
                        .userAttributes()
                        .get())
                .isEmpty();
    }

    @Test
    void metadata_is_looked_up_when_a_model_asks_and_goes_along_with_the_item_in_question() {
        AtomicInteger asked = new AtomicInteger();
        Query query = Query.ofItems(1)
                .withUserAttributes(() -> {
                    asked.incrementAndGet();
                    return Map.of("PET", "cat");
                })
                .withAnchor(3);

        assertThat(asked).hasValue(0);
        assertThat(query.userAttributes().get()).containsEntry("PET", "cat");
        assertThat(query.anchor()).isEqualTo(3);
        assertThat(query.items()).containsExactly(1);
    }

    /** Users a to e by name; b, without events, begins where c does, and e where d ends. */
    @Test
    void a_position_of_an_event_tells_whose_history_and_metadata_it_is() {
        AttributeTable.Builder rows = new AttributeTable.Builder(USERS, "USER_ID");
        for (String user : new String[] {"a", "b", "c", "d", "e"}) {
            rows.add(new Object[] {user, "pet of " + user});
        }
        Snapshot data = Snapshot.builder()
                .interaction("a", "i", null, Float.NaN, 1)
                .interaction("a", "j", null, Float.NaN, 2)
                .interaction("c", "i", null, Float.NaN, 1)
                .interaction("d", "j", null, Float.NaN, 1)
                .users(rows)
                .build();

        Query c = Query.ofUser(data, 2, 3);

        assertThat(c.items()).containsExactly(0);
        assertThat(c.userAttributes().get()).containsExactly(Map.entry("PET", "pet of c"));
        for (int user : new int[] {0, 2, 3}) {
            for (int p = data.interactions().begin(user);
                    p < data.interactions().end(user);
                    p++) {
                assertThat(data.interactions().user(p)).isEqualTo(user);
            }
        }
    }
}
