package dev.personalize.filter;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.math.Bits;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates pass a comparison, remembered. What is remembered of an older version of a table is brought up to date by
 * looking only at the rows around those whose column changed. Safe for any number of threads, which wait for each other only while
 * new rows are looked up among the candidates.
 */
final class ColumnBits {
    /** Enough for the conditions of all filters of a group with several values each; of 100 000 candidates 12 KB each. */
    private static final int MOST_REMEMBERED = 64;

    private final IdIndex candidates;
    private final Map<FieldTest, Remembered> remembered = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private volatile @Nullable Mapping mapping;

    /** The candidate of each row of a table, -1 for a row that is none; more rows than {@code rows} are not looked up yet. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to longer mappings, never compared
    private record Mapping(AttributeVersion table, int rows, int[] candidateOf) {}

    private static final class Remembered {
        private final AttributeVersion version;
        private final Bits bits;
        private volatile long used;

        private Remembered(AttributeVersion version, Bits bits, long used) {
            this.version = version;
            this.bits = bits;
            this.used = used;
        }
    }

    ColumnBits(IdIndex candidates) {
        this.candidates = candidates;
    }

    /** {@return the candidates whose record passes; not to be changed} */
    Bits passing(FieldTest test, AttributeVersion now) {
        Remembered known = remembered.get(test);
        if (known != null && known.version == now) {
            known.used = clock.incrementAndGet();
            return known.bits;
        }
        Bits bits = passing(test, now, known != null && known.version.sameTable(now) ? known : null);
        remember(test, new Remembered(now, bits, clock.incrementAndGet()));
        return bits;
    }

    private Bits passing(FieldTest test, AttributeVersion now, @Nullable Remembered known) {
        int[] candidateOf = candidateOf(now);
        int column = test.column(now);
        IntPredicate passes = test.rows(now);
        Bits bits = known == null ? new Bits(candidates.size()) : known.bits;
        boolean own = known == null;
        for (int begin = 0; column >= 0 && begin < now.rows(); begin += AttributeVersion.CHUNK) {
            if (known != null && now.sameCells(known.version, column, begin / AttributeVersion.CHUNK)) {
                continue;
            }
            if (!own) {
                bits = bits.copy();
                own = true;
            }
            int end = Math.min(now.rows(), begin + AttributeVersion.CHUNK);
            for (int row = begin; row < end; row++) {
                if (candidateOf[row] >= 0) {
                    bits.set(candidateOf[row], passes.test(row));
                }
            }
        }
        return bits;
    }

    private void remember(FieldTest test, Remembered value) {
        remembered.put(test, value);
        while (remembered.size() > MOST_REMEMBERED) {
            remembered.entrySet().stream()
                    .min((a, b) -> Long.compare(a.getValue().used, b.getValue().used))
                    .ifPresent(oldest -> remembered.remove(oldest.getKey(), oldest.getValue()));
        }
    }

    private int[] candidateOf(AttributeVersion now) {
        Mapping known = mapping;
        return known != null && known.table.sameTable(now) && known.rows >= now.rows()
                ? known.candidateOf
                : extended(now).candidateOf;
    }

    private synchronized Mapping extended(AttributeVersion now) {
        Mapping known = mapping;
        if (known == null || !known.table.sameTable(now)) {
            known = new Mapping(now, 0, new int[now.rows()]);
        }
        if (known.rows >= now.rows()) {
            return known;
        }
        int[] candidateOf = known.candidateOf;
        if (candidateOf.length < now.rows()) {
            candidateOf = Arrays.copyOf(candidateOf, Math.max(now.rows(), candidateOf.length + candidateOf.length / 2));
        }
        for (int row = known.rows; row < now.rows(); row++) {
            candidateOf[row] = candidates.find(now.id(row));
        }
        Mapping longer = new Mapping(now, now.rows(), candidateOf);
        mapping = longer;
        return longer;
    }
}
