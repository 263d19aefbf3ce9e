package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What {@link RowDeflater} makes must be what the platform's own reader of the format takes apart again. */
class RowDeflaterTest {
    private final RowDeflater deflater = new RowDeflater();

    @Property
    void any_bytes_come_back(@ForAll("bytes") byte[] bytes) {
        assertThat(roundTrip(bytes)).isEqualTo(bytes);
    }

    /** Pieces that repeat at any distance and length, between bytes of an alphabet small or large. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.integers()
                .between(0, 300_000)
                .flatMap(length -> Arbitraries.integers()
                        .between(1, 256)
                        .flatMap(alphabet -> Arbitraries.integers()
                                .between(1, 40_000)
                                .flatMap(distance -> Arbitraries.longs()
                                        .map(seed -> mixture(length, alphabet, distance, new Random(seed))))));
    }

    private static byte[] mixture(int length, int alphabet, int distance, Random random) {
        byte[] bytes = new byte[length];
        int position = 0;
        while (position < length) {
            boolean repeated = random.nextBoolean() && position >= distance;
            int end = Math.min(length, position + 1 + random.nextInt(random.nextInt(20) == 0 ? 1000 : 20));
            for (; position < end; position++) {
                bytes[position] = repeated ? bytes[position - distance] : (byte) random.nextInt(alphabet);
            }
        }
        return bytes;
    }

    @Test
    void no_bytes_and_every_short_length_come_back() {
        for (int length = 0; length < 600; length++) {
            byte[] bytes = new byte[length];
            assertThat(roundTrip(bytes)).isEqualTo(bytes);
            Arrays.setAll(new int[length], i -> bytes[i] = (byte) i);
            assertThat(roundTrip(bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void every_repetition_length_and_the_farthest_distance_come_back() {
        for (int length = 1; length < 600; length++) {
            byte[] bytes = new byte[(1 << 15) + length];
            new Random(length).nextBytes(bytes);
            System.arraycopy(bytes, 0, bytes, 1 << 15, length);
            assertThat(roundTrip(bytes)).isEqualTo(bytes);
        }
    }

    /** Frequencies like Fibonacci numbers would give the rarest symbol of Huffman's own code more bits than the format has. */
    @Test
    void codes_are_cut_to_the_longest_the_format_has() {
        byte[] bytes = new byte[1 << 17];
        int position = 0;
        long before = 1;
        long count = 1;
        for (int symbol = 0; position < bytes.length; symbol++) {
            int end = (int) Math.min(bytes.length, position + count);
            Arrays.fill(bytes, position, end, (byte) symbol);
            position = end;
            long next = before + count;
            before = count;
            count = next;
        }
        Random random = new Random(7); // mixed, so that nothing repeats for long
        for (int i = bytes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte swapped = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = swapped;
        }
        assertThat(roundTrip(bytes)).isEqualTo(bytes);
    }

    /**
     * 105,000 bytes are 409 repetitions of at most 257 bytes. Each starts at another place of the row than the one before, so it
     * points up to 21 repetitions back: at most 5 + 13 bits beside the two symbols, within 3 bytes. 128 bytes are for the first row
     * and the header.
     */
    @Test
    void what_repeats_takes_hardly_any_room() {
        byte[] bytes = "u104233 i12345 click ".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        assertThat(deflater.deflate(bytes, bytes.length)).isLessThan(409 * 3 + 128);
    }

    @Test
    void bytes_without_any_pattern_hardly_grow() {
        byte[] bytes = new byte[1 << 16];
        new Random(3).nextBytes(bytes);
        assertThat(deflater.deflate(bytes, bytes.length)).isLessThan(bytes.length + 600);
    }

    @Test
    void only_the_asked_for_bytes_count() {
        byte[] bytes = new byte[100];
        int once = deflater.deflate(bytes, 50);
        byte[] first = Arrays.copyOf(deflater.bytes(), once);
        Arrays.fill(bytes, 50, 100, (byte) 7);
        int again = deflater.deflate(bytes, 50);
        assertThat(Arrays.copyOf(deflater.bytes(), again)).isEqualTo(first);
    }

    private byte[] roundTrip(byte[] bytes) {
        int size = deflater.deflate(bytes, bytes.length);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflater.bytes(), 0, size);
            byte[] target = new byte[bytes.length + 1];
            int length = inflater.inflate(target);
            assertThat(inflater.finished()).isTrue();
            assertThat(inflater.getRemaining()).isZero();
            return Arrays.copyOf(target, length);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }
}
