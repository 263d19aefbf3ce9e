package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HashedSetTest {
    @Test
    void agrees_with_a_plain_set_while_it_grows() {
        HashedSet hashes = new HashedSet();
        Set<List<Long>> plain = new HashSet<>();
        Random random = new Random(1);

        int differences = 0;
        for (int i = 0; i < 200_000; i++) {
            long high = random.nextInt(30); // hashes that share a half are different
            long low = (1L + random.nextInt(3000)) * 0x9E3779B97F4A7C15L;
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

    @Test
    void a_row_of_a_block_has_the_hash_of_its_bytes() {
        HashedSet hashes = new HashedSet();
        RowBlock block = new RowBlock();
        for (int length = 0; length < 40; length++) {
            block.writeString("y".repeat(length));
            block.endRow();
        }

        hashes.addRows(block);

        for (int row = 0; row < block.rows(); row++) {
            long high = HashedSet.high(block.bytes(), block.start(row), block.end(row));
            long low = HashedSet.low(block.bytes(), block.start(row), block.end(row));
            assertThat(hashes.add(high, low)).as("row %d is new", row).isFalse();
        }
    }

    @Test
    void rows_that_came_before_are_dropped_from_a_block_whatever_block_they_were_in() {
        HashedSet hashes = new HashedSet();
        Set<String> plain = new HashSet<>();
        List<Boolean> dropped = new ArrayList<>();
        List<Boolean> known = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            List<String> rows = new ArrayList<>();
            RowBlock block = new RowBlock();
            for (int row = 0; row < 3000; row++) {
                rows.add("x".repeat(random.nextInt(20)) + random.nextInt(2000));
                block.writeString(rows.get(row));
                block.endRow();
            }

            hashes.addRows(block);

            for (int row = 0; row < 3000; row++) {
                dropped.add(block.isDropped(row));
                known.add(!plain.add(rows.get(row)));
            }
        }

        assertThat(dropped).isEqualTo(known);
        assertThat(known).contains(true, false);
    }

    @Property(tries = 300, seed = "1")
    void a_hash_depends_on_every_byte_and_on_nothing_around_them(
            @ForAll @Size(min = 1, max = 40) byte[] bytes, @ForAll @IntRange(max = 12) int around, @ForAll int seed) {
        Random random = new Random(seed);
        byte[] larger = new byte[bytes.length + 2 * around];
        random.nextBytes(larger);
        System.arraycopy(bytes, 0, larger, around, bytes.length);
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

        assertThat(hash(larger, around, around + bytes.length)).isEqualTo(hash(bytes, 0, bytes.length));
        assertThat(hash(changed, 0, bytes.length)).isNotEqualTo(hash(bytes, 0, bytes.length));
        assertThat(hash(bytes, 0, bytes.length - 1)).isNotEqualTo(hash(bytes, 0, bytes.length));
    }

    @Test
    void zeros_at_the_end_count() {
        Set<List<Long>> hashes = new HashSet<>();
        for (int length = 0; length <= 32; length++) {
            hashes.add(hash(new byte[32], 0, length));
        }

        assertThat(hashes).hasSize(33);
    }

    @Test
    void both_halves_spread_ids_that_differ_little() {
        Set<Long> high = new HashSet<>();
        Set<Long> low = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            byte[] id = ("u" + i).getBytes(StandardCharsets.US_ASCII);
            high.add(HashedSet.high(id, 0, id.length) >>> 20);
            low.add(HashedSet.low(id, 0, id.length) >>> 20);
        }

        assertThat(high).hasSizeGreaterThan(99_990);
        assertThat(low).hasSizeGreaterThan(99_990);
    }

    private static List<Long> hash(byte[] bytes, int from, int to) {
        return Arrays.asList(HashedSet.high(bytes, from, to), HashedSet.low(bytes, from, to));
    }
}
