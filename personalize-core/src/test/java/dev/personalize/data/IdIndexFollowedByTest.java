package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IdIndexFollowedByTest {
    @Test
    void further_ids_follow_in_the_order_given() {
        IdIndex index = IdIndex.of(List.of("m", "a")).followedBy(List.of("z", "b"));

        assertThat(index.ids()).containsExactly("a", "m", "z", "b");
        assertThat(index.find("b")).isEqualTo(3);
        assertThat(index.find("m")).isEqualTo(1);
        assertThat(index.find("c")).isEqualTo(-1);
    }

    @Property(tries = 100, seed = "42")
    void every_id_of_an_index_followed_again_and_again_has_the_position_of_a_list(
            @ForAll @Size(max = 8) List<@IntRange(max = 5) Integer> lengths) {
        IdIndex index = IdIndex.of(List.of("first"));
        List<String> expected = new ArrayList<>(List.of("first"));
        for (int length : lengths) {
            int known = expected.size();
            List<String> more = IntStream.range(0, length)
                    .mapToObj(i -> "id" + (1_000 - known - i))
                    .toList();
            index = index.followedBy(more);
            expected.addAll(more);
        }
        IdIndex all = index;
        assertThat(all.ids()).isEqualTo(expected);
        assertThat(all.size()).isEqualTo(expected.size());
        assertThat(expected).allMatch(id -> all.find(id) == expected.indexOf(id));
        assertThat(all.extendedBy(List.of("zero", "first", "last")).ids().subList(expected.size(), expected.size() + 2))
                .containsExactly("last", "zero");
    }
}
