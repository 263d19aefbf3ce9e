package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashedSetTest {
    @Test
    void agrees_with_a_plain_set_while_it_grows() {
        HashedSet hashes = new HashedSet();
        Set<List<Long>> plain = new HashSet<>();
        Random random = new Random(1);

        int differences = 0;
        for (int i = 0; i < 200_000; i++) {
            long high = random.nextInt(300);
            long low = 1L + random.nextInt(300);
            differences += hashes.add(high, low) == plain.add(List.of(high, low)) ? 0 : 1;
        }

        assertThat(differences).isZero();
        assertThat(plain).hasSizeGreaterThan(50_000);
    }

    @Test
    void a_hash_of_zeros_is_kept_too() {
        HashedSet hashes = new HashedSet();

        assertThat(hashes.add(0, 0)).isTrue();
        assertThat(hashes.add(0, 0)).isFalse();
    }
}
